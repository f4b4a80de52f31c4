import { sql, type Kysely } from 'kysely';

/**
 * What becomes of a report after it came: accepted, returned, disputed, its day unlocked, and what was
 * sent to the commune. Verdicts, unlocks and reminders are kept, never overwritten.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table report
			add column state text not null default 'submitted'
				check (state in ('submitted', 'corrected', 'returned', 'accepted')),
			add column disputes jsonb not null default '[]',
			add column flags text[] not null default '{}';
		update report set state = 'corrected' where revision > 1;
		comment on column report.disputes is 'fields that two people typed differently, until somebody settles them';
		comment on column report.flags is 'what the soft checks asked about the newest revision';

		alter table report_revision add column findings jsonb not null default '[]';
		comment on column report_revision.findings is
			'what the soft checks asked, and whether the sender confirmed it: [{ check, measure, params, confirmed }]';

		create table report_review (
			campaign_id integer not null,
			unit_code text not null,
			date date not null,
			revision integer not null,
			at timestamptz not null,
			account_id integer not null references account,
			verdict text not null check (verdict in ('accepted', 'returned')),
			reason text check ((verdict = 'returned') = (reason is not null)),
			seen_at timestamptz,
			primary key (campaign_id, unit_code, date, revision, at),
			foreign key (campaign_id, unit_code, date, revision)
				references report_revision (campaign_id, unit_code, date, revision)
		);
		comment on column report_review.seen_at is 'when the reason of a return was shown on the focal point''s device';

		create table report_unlock (
			campaign_id integer not null,
			unit_code text not null,
			date date not null,
			at timestamptz not null,
			until timestamptz not null,
			account_id integer not null references account,
			reason text not null,
			primary key (campaign_id, unit_code, date, at),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code)
		);
		comment on table report_unlock is 'one commune, one day; it ends by itself';

		create table report_reminder (
			campaign_id integer not null,
			unit_code text not null,
			at timestamptz not null,
			date date not null,
			account_id integer not null references account,
			seen_at timestamptz,
			primary key (campaign_id, unit_code, at),
			foreign key (campaign_id, unit_code) references unit (campaign_id, code)
		);
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop table report_reminder, report_unlock, report_review;
		alter table report_revision drop column findings;
		alter table report drop column flags, drop column disputes, drop column state;
	`.execute(db);
}
