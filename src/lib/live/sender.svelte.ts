import { SvelteMap } from 'svelte/reactivity';
import type {
	CommandAnswer,
	CommandInput,
	CommandResults,
	CommandType
} from '#lib/protocol/commands.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { newCommandId } from './command-id.ts';
import type { Link } from './link.svelte.ts';
import type { Outcome, SpokenOf } from './outcome.ts';
import { Undos } from './undos.svelte.ts';

/** How a command is sent. The things it is about (a place, a request, a visit) are keys that the feature makes. */
export interface Sending<Result, Shown> {
	/** Each of these things is pending until the answer. */
	about?: readonly string[];
	/** Waits for the commands about the same things that are under way; refused with the first that is refused. */
	inTurn?: boolean;
	/** Things as they will be: shown until the board has the command's fact, or the command is refused. */
	ahead?: ReadonlyMap<string, Shown>;
	/** Runs when it is done, before anybody goes on who waits for it: notes an undo, or that there is none. */
	done?: (result: Result) => void;
}

/** A command with what is said of it at the foot of the page. */
export interface Giving<Result, Shown> extends Sending<Result, Shown> {
	/** What it did; absent where nothing is said. */
	words?: (result: Result) => string;
	/** The request that these words speak of, as the command left it. */
	speaksOf?: (result: Result, seq: number) => SpokenOf;
	/** Absent where a dialog says why not. */
	refused?: Refused;
}

interface Refused {
	words: (why: string) => string;
	again: () => Promise<void>;
}

interface UnderWay {
	type: CommandType;
	answer: Promise<CommandAnswer>;
}

/** A thing as it will be; `seq` of the fact that makes it so, null before the answer. */
interface Ahead<Shown> {
	shown: Shown;
	seq: number | null;
}

interface Unanswered {
	id: string;
	about: readonly string[];
	/** Not under way any more: nobody answered. */
	lost: boolean;
}

/**
 * Sends the commands that somebody gives on a page, and keeps what the page shows of them: what is pending,
 * what will be, what became of the last one, what can be taken back. Knows no page and no feature's words;
 * features extend it with their own. What has to survive a closed page (reports, new requests, claims without a
 * network, a group's visits) is not sent here but kept and sent by the outbox.
 */
export class CommandSender<Shown = never> {
	/** What became of the last command, for the foot of the page. */
	outcome = $state.raw<Outcome | null>(null);
	/** What was typed and not sent yet, by dialog and thing. */
	readonly drafts = new Map<string, string>();
	readonly undos = new Undos();
	readonly #underWay = new SvelteMap<string, readonly UnderWay[]>();
	readonly #ahead = new SvelteMap<string, Ahead<Shown>>();
	/** Commands without an answer, by type and input: given again, they keep their id and are done once. */
	readonly #unanswered = new Map<string, Unanswered>();
	readonly #link: Pick<Link, 'send'>;
	readonly #offline: () => string;
	readonly #boardSeq: () => number;

	/**
	 * @param offline says that nobody answered, in the person's language
	 * @param boardSeq `seq` of the live board, read anew whenever it is needed; for what is shown ahead of it
	 */
	constructor(link: Pick<Link, 'send'>, offline: () => string, boardSeq: () => number = () => 0) {
		this.#link = link;
		this.#offline = offline;
		this.#boardSeq = boardSeq;
	}

	/** Type of the newest command about a thing that waits for its answer. */
	pending(key: string): CommandType | undefined {
		return this.#underWay.get(key)?.at(-1)?.type;
	}

	/** Whether a command of this type about a thing waits for its answer. */
	isUnderWay(type: CommandType, key: string): boolean {
		return this.#underWay.get(key)?.some((one) => one.type === type) ?? false;
	}

	/** Whether anything waits for its answer. */
	get isBusy(): boolean {
		return this.#underWay.size > 0;
	}

	/** Things as they will be, by key, as far as the board does not show it yet. */
	get ahead(): ReadonlyMap<string, Shown> {
		const board = this.#boardSeq();
		const coming = [...this.#ahead].filter(([, { seq }]) => seq === null || seq > board);
		return new Map(coming.map(([key, { shown }]) => [key, shown]));
	}

	/** Never throws: where there is no network the answer is `unavailable`. */
	async send<Type extends CommandType>(
		type: Type,
		input: CommandInput<Type>,
		sending: Sending<CommandResults[Type], Shown> = {}
	): Promise<CommandAnswer<CommandResults[Type]>> {
		const { about = [], inTurn = false, ahead = new Map<string, Shown>(), done } = sending;
		const earlier = inTurn ? about.flatMap((key) => this.#underWay.get(key) ?? []) : [];
		const answering = this.#sendAfter(earlier, type, input, about);
		const one: UnderWay = { type, answer: answering };
		for (const key of about) this.#underWay.set(key, [...(this.#underWay.get(key) ?? []), one]);
		const entries = [...ahead].map(([key, shown]) => [key, { shown, seq: null }] as const);
		for (const [key, entry] of entries) this.#ahead.set(key, entry);
		const answer = await answering;
		if (answer.ok) done?.(answer.result);
		this.#arrived(one, about);
		this.#follow(entries, answer);
		return answer;
	}

	/** Leaves a command that nobody answered to somebody else. @returns the id it was sent under, if it was */
	handOver<Type extends CommandType>(type: Type, input: CommandInput<Type>): string | null {
		const key = JSON.stringify([type, input]);
		const id = this.#unanswered.get(key)?.id ?? null;
		this.#unanswered.delete(key);
		return id;
	}

	/** Takes the newest act back, also one that is still under way. @returns null when there is none */
	async undoNewest(): Promise<{ what: string; why: string | null } | null> {
		await Promise.all([...this.#underWay.values()].flat().map(({ answer }) => answer));
		return this.undos.undo();
	}

	dismiss(): void {
		this.outcome = null;
	}

	/** Sends a command and says what came of it. @returns why not, in the person's language; null when it was done */
	protected async give<Type extends CommandType>(
		type: Type,
		input: CommandInput<Type>,
		giving: Giving<CommandResults[Type], Shown>
	): Promise<string | null> {
		const { words, speaksOf, refused } = giving;
		const answer = await this.send(type, input, giving);
		if (!answer.ok) {
			if (refused) this.sayRefused(answer.error, refused);
			return this.#whyNot(answer.error);
		}
		if (words) this.say(words(answer.result), speaksOf?.(answer.result, answer.seq));
		return null;
	}

	/** Says what was done. */
	protected say(text: string, about?: SpokenOf): void {
		this.outcome = { tone: 'done', text, retry: null, ...(about && { about }) };
	}

	/** Says why something was not done, with a way to try again where that may help. */
	protected sayRefused(error: ErrorBody, { words, again }: Refused): void {
		const mayHelp = error.code === 'unavailable' || error.code === 'rate_limited';
		const text = words(this.#whyNot(error));
		this.outcome = { tone: 'refused', text, retry: mayHelp ? () => void again() : null };
	}

	#whyNot({ message }: ErrorBody): string {
		return message || this.#offline();
	}

	async #sendAfter<Type extends CommandType>(
		earlier: readonly UnderWay[],
		type: Type,
		input: CommandInput<Type>,
		about: readonly string[]
	): Promise<CommandAnswer<CommandResults[Type]>> {
		for (const { answer } of earlier) {
			const before = await answer;
			if (!before.ok) return before;
		}
		const key = JSON.stringify([type, input]);
		const known = this.#unanswered.get(key) ?? { id: newCommandId(), about, lost: false };
		known.lost = false;
		this.#unanswered.set(key, known);
		const answer = await this.#link.send(type, input, known.id);
		known.lost = !answer.ok && answer.error.code === 'unavailable';
		if (!known.lost && this.#unanswered.get(key) === known) this.#unanswered.delete(key);
		if (answer.ok) this.#forgetLost(about);
		return answer;
	}

	/**
	 * After another command about the same things the same input is a new wish: under the old id it would be
	 * answered by what was done before, and not be done.
	 */
	#forgetLost(about: readonly string[]): void {
		for (const [key, one] of this.#unanswered) {
			if (one.lost && one.about.some((thing) => about.includes(thing)))
				this.#unanswered.delete(key);
		}
	}

	#arrived(one: UnderWay, about: readonly string[]): void {
		for (const key of about) {
			const rest = this.#underWay.get(key)?.filter((other) => other !== one) ?? [];
			if (rest.length > 0) this.#underWay.set(key, rest);
			else this.#underWay.delete(key);
		}
	}

	#follow(entries: readonly (readonly [string, Ahead<Shown>])[], answer: CommandAnswer): void {
		for (const [key, entry] of entries) {
			if (this.#ahead.get(key) !== entry) continue; // changed again meanwhile
			if (answer.ok) this.#ahead.set(key, { ...entry, seq: answer.seq });
			else this.#ahead.delete(key);
		}
	}
}
