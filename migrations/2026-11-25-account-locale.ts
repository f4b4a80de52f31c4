import { sql, type Kysely } from 'kysely';

/** The language an account reads in: what is mailed to it is written in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table account
			add column locale text not null default 'vi' check (locale in ('vi', 'en'));
		comment on column account.locale is 'as it last signed in on a page, or chose since';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`alter table account drop column locale`.execute(db);
}
