import type { SupportRequest } from '#lib/campaign/requests/request.ts';

/** What became of the last command, in words for the foot of the page. */
export interface Outcome {
	tone: 'done' | 'refused';
	text: string;
	/** Gives a refused command again, under the same id where nobody answered; null where that is no use. */
	retry: (() => void) | null;
	/** The state of a request that it speaks of; absent when it speaks of none. */
	about?: SpokenOf;
}

/** A request as a command left it. */
export interface SpokenOf {
	number: number;
	/** Of the command's fact. */
	seq: number;
	state: SupportRequest['state'];
	/** Code of the group that holds it then, where the words name it. */
	group?: string | null;
}

/** Whether the words still say how it stands: a board that has not heard of the command yet contradicts nothing. */
export function stillSays(
	{ number, seq, state, group }: SpokenOf,
	board: { seq: number; requests: ReadonlyMap<number, SupportRequest> }
): boolean {
	if (board.seq < seq) return true;
	const request = board.requests.get(number);
	if (request?.state !== state) return false;
	return group === undefined || (request.holder?.group ?? null) === group;
}
