import type { Incident, SupportRequest } from '#lib/campaign/requests/request.ts';
import { stepsFor, type Part, type RequestStep } from '#lib/campaign/requests/transitions.ts';

/** What somebody can ask for about a request. */
export type RequestAct = Exclude<
	RequestStep,
	'comment' | 'lease_ending' | 'expire' | 'wait_over' | 'escalate' | 'fall_silent'
>;

/** First what a request most asks for. */
const ORDER: RequestAct[] = [
	'acknowledge',
	'verify',
	'claim',
	'start',
	'resolve',
	'extend',
	'wait',
	'release',
	'take_over',
	'ask_release',
	'reopen',
	'merge',
	'group',
	'close_incident',
	'set_severity',
	'decline'
];

/** What somebody in these parts can do with a request as it stands: the table's steps, where they mean something. */
export function actsOn(
	request: SupportRequest,
	parts: readonly Part[],
	incident: Incident | undefined
): RequestAct[] {
	const steps = stepsFor(request, parts);
	const isHolder = parts.includes('holder');
	return ORDER.filter((act) => {
		if (!steps.includes(act)) return false;
		switch (act) {
			case 'ask_release':
				return !isHolder && !parts.includes('staff');
			case 'take_over':
				// A lead claims what is free.
				return parts.includes('staff') || request.state !== 'open';
			case 'acknowledge':
				return request.escalation !== null && request.escalation.acknowledged_until === null;
			case 'group':
				// What was opened again after its incident was closed can be put into another one.
				return incident?.state !== 'open';
			case 'close_incident':
				return incident?.state === 'open';
			default:
				return true;
		}
	});
}

/** Whether anybody in these parts may write about it. */
export function mayComment(request: SupportRequest, parts: readonly Part[]): boolean {
	return stepsFor(request, parts).includes('comment');
}
