import type { RequestState } from '#lib/campaign/requests/request.ts';
import type { NewFact } from '../log/append.ts';
import type { Stepped } from './take-step.ts';

interface Answer<Result> {
	facts: NewFact[];
	result: Result;
}

/** What a command answers after one step. */
export function stepped({
	request,
	fact
}: Stepped): Answer<{ request: number; state: RequestState }> {
	return { facts: [fact], result: { request: request.number, state: request.state } };
}

/** The same, with when the claim ends by itself. */
export function held(
	taken: Stepped
): Answer<{ request: number; state: RequestState; until: string }> {
	const { facts, result } = stepped(taken);
	return { facts, result: { ...result, until: taken.request.holder?.until ?? '' } };
}
