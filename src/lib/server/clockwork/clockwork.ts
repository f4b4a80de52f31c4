import type { Logger } from 'pino';
import { isDatabaseAway } from '../problem.ts';

/** Something that falls due again and again. Every process does it; rows are locked by whoever comes first. */
export interface Due {
	/** What is late when it fails, for the log: 'notices'. */
	what: string;
	/** Milliseconds from the end of one time to the next; asked each time. */
	every: () => number;
	/** @param now real time */
	run: (now: Date) => Promise<unknown>;
	/** Once, before anything runs. */
	start?: () => void;
	/** Once nothing runs any more: waits for what it began and did not wait for. */
	stop?: () => Promise<void>;
}

/** The process's one clock for what is due: each thing by itself, never twice at once, until it is stopped. */
export class Clockwork {
	readonly #log: Logger;
	readonly #dues: readonly Due[];
	readonly #timers = new Map<Due, NodeJS.Timeout>();
	readonly #running = new Map<Due, Promise<void>>();
	#stopped = false;

	constructor(log: Logger, dues: readonly Due[]) {
		this.#log = log;
		this.#dues = dues;
	}

	/** Everything is due at once, as nobody knows how long no process ran. */
	start(): void {
		for (const due of this.#dues) due.start?.();
		for (const due of this.#dues) this.#run(due);
	}

	/** Begins nothing any more, and waits for what is under way. */
	async stop(): Promise<void> {
		this.#stopped = true;
		for (const timer of this.#timers.values()) clearTimeout(timer);
		await Promise.all(this.#running.values());
		await Promise.all(this.#dues.map(async (due) => due.stop?.()));
	}

	#run(due: Due): void {
		if (this.#stopped) return;
		const done = due
			.run(new Date())
			.catch((error: unknown) => {
				const level = isDatabaseAway(error) ? 'debug' : 'error';
				this.#log[level]({ err: error }, `${due.what} are late`);
			})
			.then(() => {
				this.#running.delete(due);
				if (this.#stopped) return;
				this.#timers.set(due, setTimeout(() => this.#run(due), due.every()).unref());
			});
		this.#running.set(due, done);
	}
}
