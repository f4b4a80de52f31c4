import type { RequestState, SupportRequest } from './request.ts';

/** What can happen to a request once it was raised. The last six are the server's own. */
export type RequestStep =
	| 'claim'
	| 'start'
	| 'extend'
	| 'wait'
	| 'release'
	| 'ask_release'
	| 'take_over'
	| 'resolve'
	| 'verify'
	| 'reopen'
	| 'comment'
	| 'decline'
	| 'merge'
	| 'group'
	| 'close_incident'
	| 'acknowledge'
	| 'lease_ending'
	| 'expire'
	| 'wait_over'
	| 'escalate'
	| 'fall_silent';

/** Somebody's part in one request; a person may have several at once. */
export type Part =
	| 'commune' // reports for the commune that raised it
	| 'group' // member of some working group
	| 'holder' // member of the group that holds it
	| 'lead' // leads a working group
	| 'staff' // coordinator, or the district's officer
	| 'leader'
	| 'server';

interface Transition {
	from: readonly RequestState[];
	/** `same`: the state stays. */
	to: RequestState | 'same';
	by: readonly Part[];
}

const HELD = ['claimed', 'in_progress', 'waiting'] as const;
const LIVE = ['open', ...HELD] as const;
const ENDED = ['resolved', 'verified', 'duplicate', 'declined'] as const;

/** The whole state machine. What is not here cannot happen. */
export const TRANSITIONS: Record<RequestStep, Transition> = {
	claim: { from: ['open'], to: 'claimed', by: ['group'] },
	start: { from: ['claimed', 'waiting'], to: 'in_progress', by: ['holder'] },
	extend: { from: HELD, to: 'same', by: ['holder', 'server'] },
	wait: { from: ['claimed', 'in_progress'], to: 'waiting', by: ['holder'] },
	release: { from: HELD, to: 'open', by: ['holder'] },
	ask_release: { from: HELD, to: 'same', by: ['commune', 'group', 'staff', 'leader'] },
	take_over: { from: LIVE, to: 'claimed', by: ['lead', 'staff'] },
	resolve: { from: HELD, to: 'resolved', by: ['holder'] },
	verify: { from: ['resolved'], to: 'verified', by: ['commune'] },
	reopen: { from: ENDED, to: 'open', by: ['commune', 'staff'] },
	comment: { from: [...LIVE, ...ENDED], to: 'same', by: ['commune', 'group', 'staff', 'leader'] },
	decline: { from: LIVE, to: 'declined', by: ['staff'] },
	merge: { from: LIVE, to: 'duplicate', by: ['holder', 'staff'] },
	group: { from: LIVE, to: 'same', by: ['holder', 'lead', 'staff'] },
	close_incident: { from: LIVE, to: 'resolved', by: ['lead', 'staff'] },
	acknowledge: { from: LIVE, to: 'same', by: ['holder', 'lead', 'staff', 'leader'] },
	lease_ending: { from: ['claimed', 'in_progress'], to: 'same', by: ['server'] },
	expire: { from: ['claimed', 'in_progress'], to: 'open', by: ['server'] },
	wait_over: { from: ['waiting'], to: 'in_progress', by: ['server'] },
	escalate: { from: LIVE, to: 'same', by: ['server'] },
	fall_silent: { from: ['resolved'], to: 'verified', by: ['server'] }
};

/** Why a step is refused: nobody in this part takes it, or the request is in no state for it. */
export type Refusal = 'forbidden' | 'wrong_state';

/** The state after a step, or why it cannot be taken. */
export function stateAfter(
	step: RequestStep,
	{ state }: Pick<SupportRequest, 'state'>,
	parts: readonly Part[]
): { state: RequestState } | { refused: Refusal } {
	const { from, to, by } = TRANSITIONS[step];
	if (!by.some((part) => parts.includes(part))) return { refused: 'forbidden' };
	if (!from.includes(state)) return { refused: 'wrong_state' };
	return { state: to === 'same' ? state : to };
}

/** What somebody may do with a request as it stands, in the table's order. */
export function stepsFor(
	request: Pick<SupportRequest, 'state'>,
	parts: readonly Part[]
): RequestStep[] {
	const steps = Object.keys(TRANSITIONS) as RequestStep[];
	return steps.filter((step) => 'state' in stateAfter(step, request, parts));
}
