import type { RequestState } from '#lib/campaign/requests/request.ts';
import type { RequestStep } from '#lib/campaign/requests/transitions.ts';
import type { RequestDetails } from '#lib/protocol/request-details.ts';

/** Steps whose words say why a request stands as it does. */
const EXPLAINS: Partial<Record<RequestState, readonly (RequestStep | 'raise')[]>> = {
	waiting: ['wait'],
	resolved: ['resolve', 'close_incident'],
	verified: ['resolve', 'close_incident'],
	declined: ['decline']
};

/** Whether words go with this state. */
export const isExplained = (state: RequestState): boolean => state in EXPLAINS;

/** What was written when a request came to stand as it does: a note, a reason; null when nothing is known. */
export function lastSaid(details: RequestDetails | null, state: RequestState): string | null {
	const steps = EXPLAINS[state] ?? [];
	return details?.steps.findLast(({ step }) => steps.includes(step))?.text ?? null;
}
