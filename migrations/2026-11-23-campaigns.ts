import { sql, type Kysely } from 'kysely';

/**
 * Campaigns, places, targets, people, daily reports and the log.
 * Every key of campaign data starts with `campaign_id`, so that campaigns can be sharded by it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table campaign (
			id integer generated always as identity primary key,
			slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
			name_vi text not null,
			name_en text not null,
			starts_on date not null,
			ends_on date not null check (ends_on >= starts_on),
			time_zone text not null,
			timely_by time not null,
			lock_after_days integer not null check (lock_after_days >= 0),
			simulated boolean not null default false,
			clock jsonb,
			opened_on date,
			head_seq bigint not null default 0
		);
		comment on column campaign.timely_by is 'a report of a day is timely until this local time of that day';
		comment on column campaign.lock_after_days is 'a day locks this many days after its timely deadline';
		comment on column campaign.clock is 'null: real time; otherwise a simulated clock';
		comment on column campaign.opened_on is 'the last day for which day.opened stands in the log';
		comment on column campaign.head_seq is 'the last seq handed out; the row lock orders commits';

		create table measure (
			campaign_id integer not null references campaign on delete cascade,
			key text not null check (key ~ '^[a-z][a-z0-9_]*$'),
			name_vi text not null,
			name_en text not null,
			is_primary boolean not null,
			position integer not null,
			primary key (campaign_id, key)
		);
		create unique index measure_one_primary on measure (campaign_id) where is_primary;

		create table category (
			campaign_id integer not null references campaign on delete cascade,
			key text not null check (key ~ '^[a-z][a-z0-9_]*$'),
			name_vi text not null,
			name_en text not null,
			position integer not null,
			primary key (campaign_id, key)
		);

		create table unit (
			campaign_id integer not null references campaign on delete cascade,
			code text not null,
			parent_code text,
			level text not null check (level in ('province', 'district', 'commune')),
			name_vi text not null,
			name_en text not null,
			type text not null,
			position integer not null,
			primary key (campaign_id, code),
			foreign key (campaign_id, parent_code) references unit (campaign_id, code),
			check ((level = 'province') = (parent_code is null))
		);
		create index unit_parent on unit (campaign_id, parent_code);

		create table target (
			campaign_id integer not null,
			unit_code text not null,
			measure text not null,
			origin text not null check (origin in ('plan', 'allocated', 'declared')),
			amount integer not null check (amount >= 0),
			primary key (campaign_id, unit_code, measure, origin),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code) on delete cascade,
			foreign key (campaign_id, measure) references measure (campaign_id, key)
		);
		comment on table target is 'what counts is declared, else plan, else allocated; all are kept';

		create table boundary (
			campaign_id integer primary key references campaign on delete cascade,
			source text not null check (source in ('schematic', 'official')),
			topology jsonb not null,
			digest text not null
		);

		create table account (
			id integer generated always as identity primary key,
			username text not null unique check (username ~ '^[a-z0-9][a-z0-9._-]{1,62}$'),
			name_vi text not null,
			name_en text not null,
			password_hash text not null,
			is_demo boolean not null default false,
			disabled_at timestamptz,
			created_at timestamptz not null default now()
		);

		create table role_grant (
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account on delete cascade,
			role text not null check (role in
				('leader', 'coordinator', 'group_member', 'district_officer', 'focal_point', 'administrator')),
			unit_code text,
			group_code text,
			primary key (campaign_id, account_id),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code),
			check ((role in ('district_officer', 'focal_point')) = (unit_code is not null)),
			check ((role = 'group_member') = (group_code is not null))
		);
		create index role_grant_account on role_grant (account_id);

		create table session (
			id text primary key,
			secret_hash bytea not null,
			account_id integer not null references account on delete cascade,
			created_at timestamptz not null,
			last_seen_at timestamptz not null
		);
		create index session_account on session (account_id);

		create table report (
			campaign_id integer not null,
			unit_code text not null,
			date date not null,
			revision integer not null check (revision > 0),
			receipt text not null,
			received_at timestamptz not null,
			timely boolean not null,
			primary key (campaign_id, unit_code, date),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code)
		);
		comment on table report is 'the day of a commune as it stands: one row, whatever the number of revisions';
		comment on column report.timely is 'whether the first revision was received before the timely deadline';

		create table report_line (
			campaign_id integer not null,
			unit_code text not null,
			date date not null,
			category text not null,
			measure text not null,
			amount integer not null check (amount between 0 and 1000000),
			primary key (campaign_id, unit_code, date, category, measure),
			foreign key (campaign_id, unit_code, date) references report (campaign_id, unit_code, date)
				deferrable initially deferred,
			foreign key (campaign_id, category) references category (campaign_id, key),
			foreign key (campaign_id, measure) references measure (campaign_id, key)
		);

		create table report_revision (
			campaign_id integer not null,
			unit_code text not null,
			date date not null,
			revision integer not null,
			base_revision integer not null check (base_revision >= 0 and base_revision < revision),
			command_id uuid not null,
			account_id integer not null references account,
			received_at timestamptz not null,
			device_time timestamptz,
			lines jsonb not null,
			note text,
			receipt text not null,
			primary key (campaign_id, unit_code, date, revision),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code)
		);
		comment on table report_revision is 'append-only: what was sent, as it was sent';

		create table command (
			campaign_id integer not null references campaign on delete cascade,
			id uuid not null,
			account_id integer not null references account,
			fingerprint bytea not null,
			seq bigint,
			result jsonb,
			primary key (campaign_id, id)
		);
		comment on table command is 'answers already given: the same id is done once and answered again';

		create table fact (
			campaign_id integer not null references campaign on delete cascade,
			seq bigint not null,
			at timestamptz not null,
			kind text not null,
			actor text not null,
			data jsonb not null,
			primary key (campaign_id, seq)
		);
		comment on table fact is 'the numbered log of the campaign: seq 1, 2, 3 … without gaps';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop table fact, command, report_revision, report_line, report, session, role_grant, account,
			boundary, target, unit, category, measure, campaign;
	`.execute(db);
}
