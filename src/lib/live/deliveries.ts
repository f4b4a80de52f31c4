import type { CommandAnswer, CommandInput } from '#lib/protocol/commands.ts';

type Seen = CommandInput<'report.seen'>;

const AGAIN_AFTER = 15_000;

/** Tells the server what was shown on this device: each thing once, again later when it could not be told. */
export class Deliveries {
	readonly #send: (input: Seen) => Promise<CommandAnswer>;
	readonly #told = new Set<string>();
	readonly #later = new Set<ReturnType<typeof setTimeout>>();

	constructor(send: (input: Seen) => Promise<CommandAnswer>) {
		this.#send = send;
	}

	/** @param at when it was sent to the commune: a second return or reminder is another one */
	async acknowledge(seen: Seen, at: string): Promise<void> {
		const name = `${seen.of} ${seen.unit} ${seen.date} ${at}`;
		if (this.#told.has(name)) return;
		this.#told.add(name);
		const answer = await this.#send(seen);
		if (answer.ok || !['unavailable', 'rate_limited'].includes(answer.error.code)) return;
		this.#told.delete(name);
		const timer = setTimeout(() => {
			this.#later.delete(timer);
			void this.acknowledge(seen, at);
		}, AGAIN_AFTER);
		this.#later.add(timer);
	}

	/** Gives up what is still to be told: the page goes. */
	stop(): void {
		for (const timer of this.#later) clearTimeout(timer);
	}
}
