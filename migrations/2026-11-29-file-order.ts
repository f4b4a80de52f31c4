import { sql, type Kysely } from 'kysely';

/** Pictures of a step stand in the order in which somebody chose them, not in which they arrived. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table file add column chosen smallint not null default 0 check (chosen >= 0);
		comment on column file.chosen is 'place among the files of its step, from 1; 0 where nobody noted it';
	`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`alter table file drop column chosen`.execute(db);
}
