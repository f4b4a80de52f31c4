import { sql, type Kysely } from 'kysely';

/** Who has what on screen. Written every few seconds while somebody looks; worth nothing after a restart. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create unlogged table looking (
			campaign_id integer not null references campaign on delete cascade,
			account_id integer not null references account on delete cascade,
			looking_at text,
			editing boolean not null,
			heard_at timestamptz not null,
			primary key (campaign_id, account_id)
		) with (fillfactor = 50);
		comment on column looking.looking_at is 'for example request:12; null: at nothing any more';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`drop table looking`.execute(db);
}
