import { sql, type Kysely } from 'kysely';

/**
 * An inbox is read by thread: what a notice belongs to stands beside it, with what was written for its reader
 * and the fact after which nobody had to read it any more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table notice add column thread text, add column reason text, add column cleared_by integer;
		update notice set thread = case
			when jsonb_array_length(refs -> 'requests') = 1 then 'request ' || (refs -> 'requests' ->> 0)
			when jsonb_array_length(refs -> 'visits') = 1 then 'visit ' || (refs -> 'visits' ->> 0)
			when refs ? 'date' then 'report ' || (refs ->> 'unit') || ' ' || (refs ->> 'date')
			when refs ? 'requests' and refs ? 'incident' then 'incident ' || (refs ->> 'incident')
			else 'summary ' || seq
		end;
		-- Requests and visits that are over ask for nothing any more.
		update notice n set read_at = n.at from support_request r
			where n.read_at is null and r.campaign_id = n.campaign_id and n.thread = 'request ' || r.number
				and r.state in ('resolved', 'verified', 'duplicate', 'declined') and n.at < r.at;
		update notice n set read_at = n.at from visit v
			where n.read_at is null and v.campaign_id = n.campaign_id and n.thread = 'visit ' || v.number
				and v.state in ('done', 'cut_short', 'cancelled') and n.at < v.at;
		alter table notice alter column thread set not null;
		comment on column notice.thread is 'what it belongs to in the inbox: request 12, visit 5, report 19330 2025-03-07';
		comment on column notice.reason is 'what was written with it, for this reader';
		comment on column notice.cleared_by is 'fact with which it was over before it was read';
		drop index notice_of_account, notice_unread;
		create index notice_of_account on notice (account_id, campaign_id, thread, id desc);
		create index notice_unread on notice (account_id, campaign_id, thread) where read_at is null;
		create index notice_unread_thread on notice (campaign_id, thread) where read_at is null;
		create index notice_cleared on notice (campaign_id, cleared_by) where cleared_by is not null;
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		drop index notice_of_account, notice_unread, notice_unread_thread, notice_cleared;
		alter table notice drop column thread, drop column reason, drop column cleared_by;
		create index notice_of_account on notice (account_id, campaign_id, id desc);
		create index notice_unread on notice (account_id, campaign_id) where read_at is null;
	`.execute(db);
}
