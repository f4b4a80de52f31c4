import type { Outcome, Rung, Severity } from '../requests/request.ts';

/** What somebody is told about, the most pressing first: of several in one action only the first is said. */
export const NOTICE_KINDS = [
	'mentioned',
	'request_escalated',
	'lease_ending',
	'request_merged',
	'request_taken_over',
	'request_freed',
	'release_asked',
	'request_reopened',
	'request_resolved',
	'incident_closed',
	'request_declined',
	'request_waiting',
	'wait_over',
	'request_raised',
	'request_claimed',
	'request_grouped',
	'request_verified',
	'request_commented',
	'visit_cancelled',
	'visit_moved',
	'visit_published',
	'report_returned',
	'report_unlocked',
	'report_reminded'
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** Why this person is told and not somebody else; always shown with the notice. */
export type NoticeReason =
	| 'mentioned'
	| 'holder' // holds the request
	| 'held' // held it until now
	| 'group' // of the group that holds it
	| 'group_held' // the group held it until now, or resolved it
	| 'lead' // leads the group that holds it, or that is near
	| 'commune' // of the commune it is about
	| 'raised' // raised it on behalf of the commune
	| 'duplicate' // raised a request that repeats it
	| 'visiting' // the group is at the place
	| 'coming' // the group goes to the place today
	| 'near' // the group is, or starts, in the same district
	| 'coordinator'
	| 'district' // looks after the district
	| 'leader'
	| 'took_part' // has done or said something in this request
	| 'closed_incident' // closed the incident it was solved with
	| 'visitor'; // of the visiting group;

/** What a notice is about; names and texts are looked up by whoever shows it. */
export interface NoticeRefs {
	/** Numbers, in order; a summary of one action may have hundreds. */
	requests?: number[];
	visits?: number[];
	/** Unit of the first request or visit, or the one that reports. */
	unit?: string;
	/** Day of a report. */
	date?: string;
	severity?: Severity;
	/** How far up an overdue request has come. */
	rung?: Rung;
	/** Working group in it: that holds or resolved it, or goes there. */
	group?: string;
	/** How it ended. */
	outcome?: Outcome;
	/** Number of the request it repeats. */
	into?: number;
	incident?: number;
	/** Campaign time, ISO: when a claim, a wait or an unlock ends. */
	until?: string;
	/** Dates of a visit. */
	from?: string;
	to?: string;
}

/** One thing one person is told: a summary of one action. */
export interface Notified {
	account: number;
	kind: NoticeKind;
	why: NoticeReason;
	refs: NoticeRefs;
	/** What somebody wrote about it, when this person is to read it. */
	reason: string | null;
	/** Said at once, not gathered with others. */
	urgent: boolean;
}

/** Somebody of the campaign who may be told something. */
export interface Member {
	account: number;
	username: string;
	role: string;
	unit: string | null;
	group: string | null;
	leads: boolean;
}

const URGENT: readonly NoticeKind[] = ['mentioned', 'request_escalated', 'lease_ending'];

/** Whether it cannot wait a few minutes: a commune that cannot go on cannot either. */
export function isUrgent(kind: NoticeKind, { severity }: NoticeRefs): boolean {
	return URGENT.includes(kind) || (kind === 'request_raised' && severity === 'blocking');
}
