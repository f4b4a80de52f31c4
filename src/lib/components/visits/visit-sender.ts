import { newCommandId } from '#lib/live/command-id.ts';
import type { Link } from '#lib/live/link.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import type { CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import type { VisitResults } from '#lib/protocol/visit-commands.ts';

type VisitCommand = keyof VisitResults;

/** What became of a command: done as of a `seq`, or why not, in the person's language. */
export type Sent<Type extends VisitCommand> =
	{ ok: true; seq: number; result: CommandResults[Type] } | { ok: false; why: string };

/** Sends commands about visits. One without an answer, given again, is done once. */
export class VisitSender {
	readonly #link: Pick<Link, 'send'>;
	readonly #ids = new Map<string, string>();

	constructor(link: Pick<Link, 'send'>) {
		this.#link = link;
	}

	async send<Type extends VisitCommand>(
		type: Type,
		input: CommandInput<Type>
	): Promise<Sent<Type>> {
		const key = JSON.stringify([type, input]);
		const id = this.#ids.get(key) ?? newCommandId();
		this.#ids.set(key, id);
		const answer = await this.#link.send(type, input, id);
		if (answer.ok || answer.error.code !== 'unavailable') this.#ids.delete(key);
		if (answer.ok) return answer;
		return { ok: false, why: answer.error.message || m.groups_offline() };
	}
}
