import type { Kysely } from 'kysely';
import { connect } from '#lib/server/db/connect.ts';
import type { Embedded } from '#lib/server/db/embedded.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import type { Database } from '#lib/server/db/schema.ts';

/** Opens a database of the embedded server by name, made, migrated and, if asked, wiped first. */
export async function openDemoDatabase(
	postgres: Embedded,
	name: string,
	fresh: boolean
): Promise<{ url: string; db: Kysely<Database> }> {
	const url = await postgres.open(name, { fresh });
	const { db } = connect(url, { max: 4 });
	await migrateUp(db);
	return { url, db };
}
