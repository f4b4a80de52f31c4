import { sql, type Kysely } from 'kysely';

/**
 * A number alone does not name a state: after a restored backup or a failover that lost commits the log
 * gives the same `seq` again. Every fact gets a random mark, so `seq` and mark together name one past.
 * The set-up gets a version, so that who holds an older one is found.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		-- What was logged before gets one that follows from its content: a copy has the same.
		alter table fact add column mark text not null default '';
		update fact set mark = substr(md5(concat_ws(' ', seq, at, kind, actor, data::text)), 1, 8);
		alter table fact
			alter column mark set default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8);
		comment on column fact.mark is 'random: with seq it names this fact and, through it, all before it';

		alter table campaign
			add column head_mark text not null
				default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8),
			add column mark_before text not null default '',
			add column setup_version integer not null default 1;
		update campaign set head_mark = fact.mark from fact
			where fact.campaign_id = campaign.id and fact.seq = campaign.head_seq;
		comment on column campaign.head_mark is 'mark of the last fact; of an empty log its own';
		comment on column campaign.mark_before is 'mark of the fact before the last append';
		comment on column campaign.setup_version is 'moves with every import that changes something';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table campaign drop column head_mark, drop column mark_before, drop column setup_version;
		alter table fact drop column mark;
	`.execute(db);
}
