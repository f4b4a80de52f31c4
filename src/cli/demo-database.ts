import { sql, type Kysely } from 'kysely';
import { connect } from '#lib/server/db/connect.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import type { Database } from '#lib/server/db/schema.ts';

/** Opens a database of the embedded server by name, made, migrated and, if asked, wiped first. */
export async function openDemoDatabase(
	serverUrl: string,
	name: string,
	fresh: boolean
): Promise<{ url: string; db: Kysely<Database> }> {
	const admin = connect(serverUrl, { max: 1 }).db;
	try {
		if (fresh) await sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin);
		const found = await sql`select from pg_database where datname = ${name}`.execute(admin);
		if (found.rows.length === 0) await sql`create database ${sql.id(name)}`.execute(admin);
	} finally {
		await admin.destroy();
	}
	const url = new URL(serverUrl);
	url.pathname = `/${name}`;
	const { db } = connect(url.href, { max: 4 });
	await migrateUp(db);
	return { url: url.href, db };
}
