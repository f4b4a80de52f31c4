import { sql, type Kysely } from 'kysely';

/** Who was last heard when. Written every few seconds for everybody connected, so nothing else is kept here. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table presence (
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account on delete cascade,
			unit_code text,
			heard_at timestamptz not null,
			primary key (campaign_id, account_id)
		) with (fillfactor = 50);
		comment on table presence is
			'who was last heard when, by whichever process; no index on heard_at, so that updates stay on their page';
		comment on column presence.unit_code is 'the commune of a focal point; null for everybody else';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table presence`.execute(db);
}
