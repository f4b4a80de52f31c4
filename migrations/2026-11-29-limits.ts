import { sql, type Kysely } from 'kysely';

/** What disputes and limits are worked out from, without reading all that ever was. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table report_line add column revision integer not null default 1 check (revision > 0);
		comment on column report_line.revision is 'the revision that named this field last';
		update report_line l set revision = typed.revision
		from (
			select r.campaign_id, r.unit_code, r.date, line->>'category' as category,
				line->>'measure' as measure, max(r.revision) as revision
			from report_revision r, jsonb_array_elements(r.lines) as line
			group by 1, 2, 3, 4, 5
		) typed
		where l.campaign_id = typed.campaign_id and l.unit_code = typed.unit_code
			and l.date = typed.date and l.category = typed.category and l.measure = typed.measure;

		create index support_request_of_unit on support_request (campaign_id, unit_code);
		create index file_of_account on file (account_id, sent_at);
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop index support_request_of_unit, file_of_account;
		alter table report_line drop column revision;
	`.execute(db);
}
