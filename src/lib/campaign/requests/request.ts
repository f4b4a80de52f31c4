/** What holds a commune up. */
export const REQUEST_KINDS = [
	'equipment',
	'software',
	'people',
	'damaged_book',
	'missing_book',
	'guidance',
	'data_quality',
	'other'
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** `blocking`: the commune cannot go on; `slowing`: it goes on with less; `minor`: it can wait. */
export const SEVERITIES = ['blocking', 'slowing', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const REQUEST_STATES = [
	'open',
	'claimed',
	'in_progress',
	'waiting',
	'resolved',
	'verified',
	'duplicate',
	'declined'
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** How a request ended for the group that worked on it. */
export const OUTCOMES = [
	'done',
	'partly',
	'done_by_others',
	'out_of_scope',
	'unreachable',
	'rejected'
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Whom an overdue request goes to, one after the other. */
export const RUNGS = ['holder', 'lead', 'coordinator', 'leader'] as const;
export type Rung = (typeof RUNGS)[number];

/** What somebody waits for: a first response, news, the solution. */
export type RequestClock = 'response' | 'update' | 'solution';

/** Who works on a request: a group, and one named person of it. Campaign times, ISO. */
interface Holder {
	group: string;
	/** User name; 'group_member group-1' where it is not for this viewer. */
	person: string;
	since: string;
	/** When the claim ends by itself unless somebody acts. */
	until: string;
}

/** An overdue request on its way up. Campaign times, ISO. */
interface Escalation {
	clock: RequestClock;
	/** Whom it has reached. */
	rung: Rung;
	at: string;
	/** Somebody has seen it and said so: it does not go further before this. */
	acknowledged_until: string | null;
}

/**
 * A support request as members of the campaign see it; names and requests to release only those whose role
 * reaches its place. Its texts and files are read from an access-checked endpoint. Campaign times, ISO.
 */
export interface SupportRequest {
	/** 1, 2, 3 … within the campaign. */
	number: number;
	unit: string;
	kind: RequestKind;
	severity: Severity;
	state: RequestState;
	raised_at: string;
	/** User name; 'somebody 19330' where it is not for this viewer. */
	raised_by: string;
	/** Of the last step, of whatever kind. */
	at: string;
	/** Exactly while claimed, in progress or waiting. */
	holder: Holder | null;
	/** Somebody asked the holder to release it; until the holder changes. Null where it is not for this viewer. */
	release_asked: { by: string; at: string } | null;
	waiting_until: string | null;
	/** When somebody first claimed it. */
	responded_at: string | null;
	resolved_at: string | null;
	/** Group that resolved it. */
	resolved_by: string | null;
	outcome: Outcome | null;
	/** `silence`: nobody objected for a day; always said so on screen. */
	verified_by: 'commune' | 'silence' | null;
	/** Number of the request this one repeats. */
	duplicate_of: number | null;
	incident: number | null;
	/** The clock that runs out next; none once nobody has to act. */
	due: { clock: RequestClock; at: string } | null;
	escalation: Escalation | null;
	/** How often it was opened again. */
	reopened: number;
	comments: number;
	files: number;
}

/** Several requests with one cause. Its words are written for everybody in the campaign. */
export interface Incident {
	number: number;
	kind: RequestKind;
	title: string;
	state: 'open' | 'closed';
	/** Campaign time, ISO. */
	opened_at: string;
	closed_at: string | null;
	/** What helped, once closed: offered to communes that begin to raise the same. */
	fix: string | null;
}

/** Whether some group still has something to do about it. */
export function isLive({ state }: Pick<SupportRequest, 'state'>): boolean {
	return state === 'open' || isHeld({ state });
}

/** Whether some group has it in hand. */
export function isHeld({ state }: Pick<SupportRequest, 'state'>): boolean {
	return state === 'claimed' || state === 'in_progress' || state === 'waiting';
}

/** The closed incident that a request was solved with; one that was solved before or after it was not. */
export function solvedWith(
	{ incident: number, resolved_at }: Pick<SupportRequest, 'incident' | 'resolved_at'>,
	incidents: ReadonlyMap<number, Incident>
): Incident | undefined {
	const incident = incidents.get(number ?? 0);
	const solved = incident?.state === 'closed' && incident.closed_at === resolved_at;
	return solved ? incident : undefined;
}

/** The requests that closing an incident solves: those of it that are not solved yet. */
export function solvedByClosing(
	incident: number,
	requests: ReadonlyMap<number, SupportRequest>
): SupportRequest[] {
	return [...requests.values()].filter((one) => one.incident === incident && isLive(one));
}
