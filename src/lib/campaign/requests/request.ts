import * as v from 'valibot';
import { count, moment, text } from '../shapes.ts';

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
const REQUEST_CLOCKS = ['response', 'update', 'solution'] as const;
export type RequestClock = (typeof REQUEST_CLOCKS)[number];

/** Who works on a request: a group, and one named person of it. Campaign times, ISO. */
const Holder = v.object({
	group: text,
	/** User name; 'group_member group-1' where it is not for this viewer. */
	person: text,
	since: moment,
	/** When the claim ends by itself unless somebody acts. */
	until: moment
});

/** An overdue request on its way up. Campaign times, ISO. */
const Escalation = v.object({
	clock: v.picklist(REQUEST_CLOCKS),
	/** Whom it has reached. */
	rung: v.picklist(RUNGS),
	at: moment,
	/** Somebody has seen it and said so: it does not go further before this. */
	acknowledged_until: v.nullable(moment)
});

/**
 * A support request as members of the campaign see it; names and requests to release only those whose role
 * reaches its place. Its texts and files are read from an access-checked endpoint. Campaign times, ISO.
 */
export const SupportRequest = v.object({
	/** 1, 2, 3 … within the campaign. */
	number: count,
	unit: text,
	/** Key of one of the campaign's kinds of request. */
	kind: text,
	severity: v.picklist(SEVERITIES),
	state: v.picklist(REQUEST_STATES),
	raised_at: moment,
	/** User name; 'somebody 19330' where it is not for this viewer. */
	raised_by: text,
	/** Of the last step, of whatever kind. */
	at: moment,
	/** Exactly while claimed, in progress or waiting. */
	holder: v.nullable(Holder),
	/** Somebody asked the holder to release it; until the holder changes. Null where it is not for this viewer. */
	release_asked: v.nullable(v.object({ by: text, at: moment })),
	waiting_until: v.nullable(moment),
	/** When somebody first claimed it. */
	responded_at: v.nullable(moment),
	resolved_at: v.nullable(moment),
	/** Group that resolved it. */
	resolved_by: v.nullable(text),
	outcome: v.nullable(v.picklist(OUTCOMES)),
	/** `silence`: nobody objected for a day; always said so on screen. */
	verified_by: v.nullable(v.picklist(['commune', 'silence'])),
	/** Number of the request this one repeats. */
	duplicate_of: v.nullable(count),
	incident: v.nullable(count),
	/** The clock that runs out next; none once nobody has to act. */
	due: v.nullable(v.object({ clock: v.picklist(REQUEST_CLOCKS), at: moment })),
	escalation: v.nullable(Escalation),
	/** How often it was opened again. */
	reopened: count,
	comments: count,
	files: count
});
export type SupportRequest = v.InferOutput<typeof SupportRequest>;

/** Several requests with one cause. Its words are written for everybody in the campaign. */
export const Incident = v.object({
	number: count,
	kind: text,
	title: text,
	state: v.picklist(['open', 'closed']),
	/** Campaign time, ISO. */
	opened_at: moment,
	closed_at: v.nullable(moment),
	/** What helped, once closed: offered to communes that begin to raise the same. */
	fix: v.nullable(text)
});
export type Incident = v.InferOutput<typeof Incident>;

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
