import { sql, type Kysely } from 'kysely';

/**
 * Levels, kinds of request, rules and the like are data of a campaign, and its units may have any levels. Campaigns that
 * exist say nothing about them: what is missing in `setup` is what was written in the program before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table campaign add column setup jsonb not null default '{}';
		comment on column campaign.setup is 'levels, what splits a count, kinds of request, reasons, rules';
		alter table unit drop constraint unit_level_check;
		alter table unit drop constraint unit_check;
	`.execute(db);
}

/** Only while every unit has one of the three levels of before. */
export async function down(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table unit add check (level in ('province', 'district', 'commune'));
		alter table unit add check ((level = 'province') = (parent_code is null));
		alter table campaign drop column setup;
	`.execute(db);
}
