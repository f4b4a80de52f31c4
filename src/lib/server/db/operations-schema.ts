import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { VisitState } from '#lib/campaign/visits/visit.ts';
import type { Policy } from '#lib/campaign/requests/policy.ts';
import type {
	Outcome,
	RequestClock,
	RequestState,
	Rung,
	Severity
} from '#lib/campaign/requests/request.ts';

/** Absent when a row is made means null. */
type Optional<T> = ColumnType<T | null, T | null | undefined, T | null>;
type Counted = ColumnType<number, number | undefined, number>;

export interface WorkingGroupTable {
	campaign_id: number;
	code: string;
	name_vi: string;
	name_en: string;
	base_code: Optional<string>;
	capacity: Generated<number>;
	phone: Optional<string>;
	position: Generated<number>;
}

export interface VisitTable {
	campaign_id: number;
	number: number;
	group_code: string;
	unit_code: string;
	from_date: string;
	to_date: string;
	state: ColumnType<VisitState, VisitState | undefined, VisitState>;
	note: Optional<string>;
	/** The visit as it will be once its change is published; all four or none, and what is noted then. */
	change_group: Optional<string>;
	change_unit: Optional<string>;
	change_from: Optional<string>;
	change_to: Optional<string>;
	change_note: Optional<string>;
	arrived_at: Optional<Date>;
	left_at: Optional<Date>;
	at: Date;
}

interface StepColumns {
	campaign_id: number;
	number: number;
	position: number;
	step: string;
	at: Date;
	text: Optional<string>;
	details: JSONColumnType<Record<string, unknown>, string | undefined, string>;
}
export type VisitStepTable = StepColumns & { account_id: number };
export type RequestStepTable = StepColumns & {
	account_id: Optional<number>;
	group_code: Optional<string>;
};

export interface IncidentTable {
	campaign_id: number;
	number: number;
	kind: string;
	title: string;
	state: ColumnType<'open' | 'closed', 'open' | 'closed' | undefined, 'open' | 'closed'>;
	opened_at: Date;
	opened_by: number;
	closed_at: Optional<Date>;
	closed_by: Optional<number>;
	fix: Optional<string>;
}

export interface SupportRequestTable {
	campaign_id: number;
	number: number;
	unit_code: string;
	kind: string;
	severity: Severity;
	title: string;
	body: Optional<string>;
	state: ColumnType<RequestState, RequestState | undefined, RequestState>;
	raised_at: Date;
	raised_by: number;
	at: Date;
	group_code: Optional<string>;
	holder_id: Optional<number>;
	claimed_at: Optional<Date>;
	active_at: Optional<Date>;
	lease_until: Optional<Date>;
	lease_visit: Optional<number>;
	lease_warned: ColumnType<boolean, boolean | undefined, boolean>;
	release_asked_by: Optional<number>;
	release_asked_at: Optional<Date>;
	waiting_until: Optional<Date>;
	responded_at: Optional<Date>;
	resolved_at: Optional<Date>;
	resolved_by: Optional<string>;
	outcome: Optional<Outcome>;
	verified_by: Optional<'commune' | 'silence'>;
	duplicate_of: Optional<number>;
	incident: Optional<number>;
	response_due: Optional<Date>;
	update_due: Optional<Date>;
	solution_due: Optional<Date>;
	policy: JSONColumnType<Policy>;
	escalated_clock: Optional<RequestClock>;
	escalated_rung: Optional<Rung>;
	escalated_at: Optional<Date>;
	acknowledged_until: Optional<Date>;
	next_at: Optional<Date>;
	steps: Counted;
	reopened: Counted;
	comments: Counted;
	files: Counted;
}
