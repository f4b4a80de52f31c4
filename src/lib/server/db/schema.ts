import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DayState } from '#lib/campaign/board.ts';
import type { Campaign, ClockSetting, TargetOrigin } from '#lib/campaign/campaign.ts';
import type { Dispute } from '#lib/campaign/reports/disputes.ts';
import type { SoftCheck, SoftFinding } from '#lib/campaign/reports/soft-checks.ts';
import type { Boundaries } from '#lib/protocol/boundaries.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { KeptRefusal, Locale } from '../problem.ts';
import type { FileContentTable, FileTable } from './files-schema.ts';
import type {
	NoticeCursorTable,
	NoticeMuteTable,
	NoticeTable,
	OutgoingTable,
	PushKeyTable,
	PushSubscriptionTable
} from './notices-schema.ts';
import type {
	IncidentTable,
	RequestStepTable,
	SupportRequestTable,
	VisitStepTable,
	VisitTable,
	WorkingGroupTable
} from './operations-schema.ts';

/** The tables, as `migrations/` makes them. Dates are 'YYYY-MM-DD' strings, bigints are numbers. */
export interface Database {
	campaign: CampaignTable;
	measure: NamedKeyTable & { is_primary: boolean };
	category: NamedKeyTable;
	unit: UnitTable;
	target: TargetTable;
	boundary: BoundaryTable;
	account: AccountTable;
	role_grant: RoleGrantTable;
	session: SessionTable;
	account_device: AccountDeviceTable;
	presence: PresenceTable;
	report: ReportTable;
	report_line: ReportLineTable;
	report_revision: ReportRevisionTable;
	report_review: ReportReviewTable;
	report_unlock: ReportUnlockTable;
	report_reminder: ReportReminderTable;
	working_group: WorkingGroupTable;
	visit: VisitTable;
	visit_step: VisitStepTable;
	incident: IncidentTable;
	support_request: SupportRequestTable;
	request_step: RequestStepTable;
	file: FileTable;
	file_content: FileContentTable;
	notice_cursor: NoticeCursorTable;
	notice: NoticeTable;
	notice_mute: NoticeMuteTable;
	push_key: PushKeyTable;
	push_subscription: PushSubscriptionTable;
	outgoing: OutgoingTable;
	command: CommandTable;
	fact: FactTable;
}

/** The parts of a campaign's set-up that are kept in one column. */
export type SetupColumn = Pick<
	Campaign,
	'levels' | 'split' | 'request_kinds' | 'participants' | 'return_reasons' | 'rules'
>;

interface CampaignTable {
	id: Generated<number>;
	slug: string;
	name_vi: string;
	name_en: string;
	starts_on: string;
	ends_on: string;
	time_zone: string;
	timely_by: string;
	lock_after_days: number;
	quiet_from: Generated<string>;
	quiet_to: Generated<string>;
	simulated: ColumnType<boolean, boolean | undefined, boolean>;
	clock: JSONColumnType<ClockSetting, string | null, string | null> | null;
	/** What each level is called, kinds of request, rules: what the table has no columns for. */
	setup: JSONColumnType<Partial<SetupColumn>, string | undefined, string>;
	opened_on: string | null;
	head_seq: Generated<number>;
	/** Mark of the last fact, and of the one before the last append. */
	head_mark: Generated<string>;
	mark_before: Generated<string>;
	setup_version: Generated<number>;
	/** Where every action of the campaign is told of, and what the telling is signed with. */
	webhook_url: ColumnType<string | null, string | null | undefined, string | null>;
	webhook_secret: ColumnType<string | null, string | null | undefined, string | null>;
}

interface NamedKeyTable {
	campaign_id: number;
	key: string;
	name_vi: string;
	name_en: string;
	position: number;
}

interface UnitTable {
	campaign_id: number;
	code: string;
	parent_code: string | null;
	/** Key of one of the campaign's levels. */
	level: string;
	name_vi: string;
	name_en: string;
	type: string;
	position: number;
}

interface TargetTable {
	campaign_id: number;
	unit_code: string;
	measure: string;
	origin: TargetOrigin;
	amount: number;
}

interface BoundaryTable {
	campaign_id: number;
	source: Boundaries['source'];
	topology: JSONColumnType<Boundaries>;
	digest: string;
}

interface AccountTable {
	id: Generated<number>;
	username: string;
	name_vi: string;
	name_en: string;
	password_hash: string;
	is_demo: ColumnType<boolean, boolean | undefined, boolean>;
	disabled_at: Date | null;
	email: ColumnType<string | null, string | null | undefined, string | null>;
	locale: ColumnType<Locale, Locale | undefined, Locale>;
	created_at: Generated<Date>;
}

interface RoleGrantTable {
	campaign_id: number;
	account_id: number;
	role: Role;
	unit_code: string | null;
	group_code: string | null;
	leads: Generated<boolean>;
}

interface SessionTable {
	id: string;
	secret_hash: Buffer;
	account_id: number;
	created_at: Date;
	last_seen_at: Date;
	/** What the program called itself at sign-in, and where it was then. */
	agent: Generated<string>;
	network: Generated<string>;
}

interface AccountDeviceTable {
	account_id: number;
	secret_hash: Buffer;
	last_seen_at: Date;
}

interface PresenceTable {
	campaign_id: number;
	account_id: number;
	/** The commune of a focal point. */
	unit_code: string | null;
	heard_at: Date;
}

interface ReportTable {
	campaign_id: number;
	unit_code: string;
	date: string;
	revision: number;
	receipt: string;
	received_at: Date;
	timely: boolean;
	state: ColumnType<DayState, DayState | undefined, DayState>;
	disputes: JSONColumnType<Dispute[], string | undefined, string>;
	flags: ColumnType<SoftCheck[], SoftCheck[] | undefined, SoftCheck[]>;
}

interface ReportLineTable {
	campaign_id: number;
	unit_code: string;
	date: string;
	category: string;
	measure: string;
	amount: number;
	/** The revision that named this field last. */
	revision: Generated<number>;
}

interface ReportRevisionTable {
	campaign_id: number;
	unit_code: string;
	date: string;
	revision: number;
	base_revision: number;
	command_id: string;
	account_id: number;
	received_at: Date;
	device_time: Date | null;
	lines: JSONColumnType<{ category: string; measure: string; amount: number }[]>;
	note: string | null;
	receipt: string;
	findings: JSONColumnType<(SoftFinding & { confirmed: boolean })[], string | undefined, string>;
}

interface ReportReviewTable {
	campaign_id: number;
	unit_code: string;
	date: string;
	revision: number;
	at: Date;
	account_id: number;
	verdict: 'accepted' | 'returned';
	reason: string | null;
	seen_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface ReportUnlockTable {
	campaign_id: number;
	unit_code: string;
	date: string;
	at: Date;
	until: Date;
	account_id: number;
	reason: string;
}

interface ReportReminderTable {
	campaign_id: number;
	unit_code: string;
	at: Date;
	date: string;
	account_id: number;
	seen_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface CommandTable {
	campaign_id: number;
	id: string;
	account_id: number;
	fingerprint: Buffer;
	/** Of its last fact, when it was done. */
	seq: number | null;
	result: JSONColumnType<object, string | null | undefined, string | null> | null;
	/** When it was refused: with what, and in real time. */
	refusal: JSONColumnType<KeptRefusal, string | null | undefined, string | null> | null;
	refused_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
}

interface FactTable {
	campaign_id: number;
	seq: number;
	at: Date;
	kind: string;
	actor: string;
	/** What the actor was then: role, and the district, commune or group it was bound to. */
	actor_role: ColumnType<string | null, string | null | undefined, never>;
	actor_place: ColumnType<string | null, string | null | undefined, never>;
	data: JSONColumnType<object>;
	mark: Generated<string>;
}
