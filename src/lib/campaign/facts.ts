import type { Amounts, ClockSetting } from './campaign.ts';
import type { WorkingGroup } from './visits/group.ts';
import type { Visit } from './visits/visit.ts';
import type { Incident, SupportRequest } from './requests/request.ts';
import type { SoftCheck } from './reports/soft-checks.ts';

/** What each kind of fact says. Amounts are absolute, so that a fact applied twice changes nothing. */
export interface FactData
	extends
		Record<RequestFactKind, RequestFact>,
		Record<VisitFactKind, VisitFact>,
		Record<IncidentFactKind, IncidentFact> {
	/** The day's first report. `amounts` are that day's totals of the commune. */
	'report.submitted': ReportFact;
	/** A later revision of a day already reported. */
	'report.corrected': ReportFact;
	/** A reviewer took the day as it stands. */
	'report.accepted': { unit: string; date: string; revision: number };
	/** A reviewer asks the commune to look again; why is read from the report, not from the log. */
	'report.returned': { unit: string; date: string; revision: number };
	/** A locked day takes reports again until `until` (campaign time, ISO), and then locks by itself. */
	'report.unlocked': { unit: string; date: string; until: string };
	/** Communes were asked for a day's report. */
	'report.reminded': { units: string[]; date: string };
	/** What was sent to a commune was shown on its focal point's device. */
	'report.seen': { unit: string; date: string; of: Delivery };
	/** The commune counted its own shelves. Measures not named keep their target. */
	'target.declared': { unit: string; target: Amounts };
	/** A working group as it is now: new, or changed. */
	'group.changed': { group: WorkingGroup };
	/** A new day of the campaign has begun. */
	'day.opened': { date: string; day: number };
	/** A simulated campaign's clock was set. */
	'clock.set': { clock: ClockSetting };
}

/** What can happen to a support request; each says what it is afterwards, as a whole. */
export const REQUEST_FACTS = [
	'request.raised',
	'request.claimed',
	'request.started',
	'request.extended',
	'request.waiting',
	'request.released',
	'request.release_asked',
	'request.taken_over',
	'request.resolved',
	'request.verified',
	'request.reopened',
	'request.commented',
	'request.declined',
	'request.merged',
	'request.grouped',
	'request.acknowledged',
	/** The server: the claim ends soon. */
	'request.lease_ending',
	/** The server: the claim has ended. */
	'request.expired',
	/** The server: what it waited for is due. */
	'request.wait_over',
	/** The server: overdue, somebody higher is told. */
	'request.escalated'
] as const;
export type RequestFactKind = (typeof REQUEST_FACTS)[number];
interface RequestFact {
	request: SupportRequest;
}

export const INCIDENT_FACTS = ['incident.opened', 'incident.changed', 'incident.closed'] as const;
export type IncidentFactKind = (typeof INCIDENT_FACTS)[number];
interface IncidentFact {
	incident: Incident;
}

export const VISIT_FACTS = [
	'visit.planned',
	'visit.published',
	'visit.moved',
	'visit.cancelled',
	'visit.departed',
	'visit.arrived',
	'visit.left'
] as const;
export type VisitFactKind = (typeof VISIT_FACTS)[number];
interface VisitFact {
	visit: Visit;
}

/** What reaches a commune and is acknowledged by its device. */
type Delivery = 'return' | 'reminder';

export interface ReportFact {
	unit: string;
	/** The day reported, local 'YYYY-MM-DD'. */
	date: string;
	revision: number;
	base_revision: number;
	amounts: Amounts;
	/** Short code the focal point holds and the leader's screen shows beside the number. */
	receipt: string;
	/** Whether the day's first revision came before its timely deadline, by the server's time. */
	timely: boolean;
	/** What the sender's own clock said, ISO; never used to judge. */
	device_time: string | null;
	/** Fields that two people typed differently and nobody has settled; absent when none. */
	disputed?: number;
	/** What the soft checks asked about this revision; absent when nothing. */
	flags?: SoftCheck[];
}

export type FactKind = keyof FactData;

/** One entry of a campaign's log, and what else whoever has it knows. */
type Entry<More> = {
	[Kind in FactKind]: More & {
		/** 1, 2, 3 … without gaps within a campaign. */
		seq: number;
		/** Campaign time, ISO. */
		at: string;
		kind: Kind;
		/**
		 * User name of who did it, or 'system'. Those whose role does not reach the place read the role and
		 * place instead: 'focal_point 19330'. A user name has no space.
		 */
		actor: string;
		data: FactData[Kind];
		/** Random; `seq` and mark together name this fact and all before it. Absent outside a log. */
		mark?: string;
	};
}[FactKind];

/** What somebody was when they did something: their role, and the district, commune or group it was bound to. */
export interface Signature {
	role: string;
	place: string | null;
}

/**
 * An entry as the server holds it. It goes to nobody as it is: `factFor` makes of it what a viewer may know.
 * `signed` is null for the system, and where nobody knows it any more.
 */
export type LoggedFact = Entry<{ signed: Signature | null }>;

/** An entry as somebody is told it who may know it. */
export type Fact = Entry<{ signed?: never }>;

/** Stands in the place of an entry that is not for this viewer: nothing of it but that it was, and when. */
interface WithheldFact {
	seq: number;
	at: string;
	kind: 'withheld';
	actor: null;
	data: Record<string, never>;
	mark?: string;
}

/** What a viewer is told of an entry. */
export type FactView = Fact | WithheldFact;
