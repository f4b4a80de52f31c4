import type { RequestState, SupportRequest } from './request.ts';

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
	/** What the log says of it. */
	fact: `request.${string}`;
}

const HELD = ['claimed', 'in_progress', 'waiting'] as const;
const LIVE = ['open', ...HELD] as const;
const ENDED = ['resolved', 'verified', 'duplicate', 'declined'] as const;

const TABLE = {
	claim: { from: ['open'], to: 'claimed', by: ['group'], fact: 'request.claimed' },
	start: {
		from: ['claimed', 'waiting'],
		to: 'in_progress',
		by: ['holder'],
		fact: 'request.started'
	},
	extend: { from: HELD, to: 'same', by: ['holder', 'server'], fact: 'request.extended' },
	wait: {
		from: ['claimed', 'in_progress'],
		to: 'waiting',
		by: ['holder'],
		fact: 'request.waiting'
	},
	release: { from: HELD, to: 'open', by: ['holder'], fact: 'request.released' },
	ask_release: {
		from: HELD,
		to: 'same',
		by: ['commune', 'group', 'staff', 'leader'],
		fact: 'request.release_asked'
	},
	take_over: { from: LIVE, to: 'claimed', by: ['lead', 'staff'], fact: 'request.taken_over' },
	resolve: { from: HELD, to: 'resolved', by: ['holder'], fact: 'request.resolved' },
	verify: { from: ['resolved'], to: 'verified', by: ['commune'], fact: 'request.verified' },
	reopen: { from: ENDED, to: 'open', by: ['commune', 'staff'], fact: 'request.reopened' },
	comment: {
		from: [...LIVE, ...ENDED],
		to: 'same',
		by: ['commune', 'group', 'staff', 'leader'],
		fact: 'request.commented'
	},
	set_severity: { from: LIVE, to: 'same', by: ['staff'], fact: 'request.severity_changed' },
	decline: { from: LIVE, to: 'declined', by: ['staff'], fact: 'request.declined' },
	merge: { from: LIVE, to: 'duplicate', by: ['holder', 'staff'], fact: 'request.merged' },
	group: { from: LIVE, to: 'same', by: ['holder', 'lead', 'staff'], fact: 'request.grouped' },
	close_incident: { from: LIVE, to: 'resolved', by: ['lead', 'staff'], fact: 'request.resolved' },
	acknowledge: {
		from: LIVE,
		to: 'same',
		by: ['holder', 'lead', 'staff', 'leader'],
		fact: 'request.acknowledged'
	},
	// The server's own.
	lease_ending: {
		from: ['claimed', 'in_progress'],
		to: 'same',
		by: ['server'],
		fact: 'request.lease_ending'
	},
	expire: { from: ['claimed', 'in_progress'], to: 'open', by: ['server'], fact: 'request.expired' },
	wait_over: { from: ['waiting'], to: 'in_progress', by: ['server'], fact: 'request.wait_over' },
	escalate: { from: LIVE, to: 'same', by: ['server'], fact: 'request.escalated' },
	fall_silent: { from: ['resolved'], to: 'verified', by: ['server'], fact: 'request.verified' }
} as const satisfies Record<string, Transition>;

/** What can happen to a request once it was raised. */
export type RequestStep = keyof typeof TABLE;
/** What the log can say of a request. */
export type RequestFactKind = 'request.raised' | (typeof TABLE)[RequestStep]['fact'];

/** The whole state machine. What is not here cannot happen. */
export const TRANSITIONS: Readonly<Record<RequestStep, Transition & { fact: RequestFactKind }>> =
	TABLE;

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
