import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration, type MigrationResultSet } from 'kysely/migration';

/** The database's tables are another version's; the message says in one sentence what to do. */
export class DatabaseMismatch extends Error {
	override readonly name = 'DatabaseMismatch';
}

/**
 * Applies every migration that is missing, all or none. Returns their names.
 * @throws `DatabaseMismatch` when the database was made by a newer or another version
 */
export async function migrateUp<T>(db: Kysely<T>, folder = findFolder()): Promise<string[]> {
	await refuseMismatch(db, folder);
	return outcome(await migrator(db, folder).migrateToLatest());
}

/**
 * Takes back the newest migration. Returns its name, or nothing when there was none.
 * @throws `DatabaseMismatch` as `migrateUp`
 */
export async function migrateDown<T>(db: Kysely<T>, folder = findFolder()): Promise<string[]> {
	await refuseMismatch(db, folder);
	return outcome(await migrator(db, folder).migrateDown());
}

/** Whether there is nothing to apply. Only reads. @throws `DatabaseMismatch` as `migrateUp` */
export async function isMigrated<T>(db: Kysely<T>, folder = findFolder()): Promise<boolean> {
	await refuseMismatch(db, folder);
	return (await migrationStatus(db, folder)).every(({ appliedAt }) => appliedAt !== null);
}

export interface MigrationState {
	name: string;
	/** Null: still to be applied. */
	appliedAt: Date | null;
}

/** Every migration of the folder and of the database, oldest first. */
export async function migrationStatus<T>(
	db: Kysely<T>,
	folder = findFolder()
): Promise<MigrationState[]> {
	const applied = new Map((await readApplied(db)).map(({ name, at }) => [name, at]));
	const names = new Set([...Object.keys(await load(folder)), ...applied.keys()]);
	return [...names].sort().map((name) => ({ name, appliedAt: applied.get(name) ?? null }));
}

/** A newer version's database would be damaged by this program, and one with gaps is nobody's. */
async function refuseMismatch<T>(db: Kysely<T>, folder: string): Promise<void> {
	const applied = (await readApplied(db)).map(({ name }) => name);
	const ours = Object.keys(await load(folder)).sort();
	const newest = applied.at(-1);
	const known = ours.at(-1);
	if (newest !== undefined && (known === undefined || newest > known)) {
		throw new DatabaseMismatch(
			`The database is newer than this program: its newest migration is ${newest}, this program's is ${known ?? 'none'}; start the newer program, or restore the backup that was made before the update.`
		);
	}
	const foreign = applied.find((name) => !ours.includes(name));
	if (foreign !== undefined) {
		throw new DatabaseMismatch(
			`The database was made by another version of this program: its migration ${foreign} is missing here, where the newest is ${known}; start that version, or restore a backup of this one.`
		);
	}
	const gap = ours.find(
		(name, position) => position < applied.length && applied[position] !== name
	);
	if (gap !== undefined) {
		throw new DatabaseMismatch(
			`The database was made by another version of this program: it lacks the migration ${gap} but has ${newest}; start that version, or restore a backup of this one.`
		);
	}
}

/** What was applied, oldest first; nothing in a database that was never migrated. */
async function readApplied<T>(db: Kysely<T>): Promise<{ name: string; at: Date }[]> {
	const table = await sql<{ there: boolean }>`
		select to_regclass('kysely_migration') is not null as there`.execute(db);
	if (!table.rows[0]?.there) return [];
	const { rows } = await sql<{ name: string; at: string }>`
		select name, timestamp as at from kysely_migration order by name`.execute(db);
	return rows.map(({ name, at }) => ({ name, at: new Date(at) }));
}

function migrator<T>(db: Kysely<T>, folder: string): Migrator {
	return new Migrator({ db, provider: { getMigrations: () => load(folder) } });
}

/**
 * Node reads the TypeScript files as they are. The import is by URL and not known to the bundler,
 * so a built server loads the same files.
 */
async function load(folder: string): Promise<Record<string, Migration>> {
	const names = (await readdir(folder)).filter((name) => /^\d{4}-\d{2}-\d{2}-.+\.ts$/.test(name));
	const loaded = names.map(async (name) => {
		const url = pathToFileURL(join(folder, name)).href;
		const migration = (await import(/* @vite-ignore */ url)) as Partial<Migration>;
		if (!migration.up) throw new Error(`The migration ${name} exports no function "up".`);
		return [name.slice(0, -'.ts'.length), migration as Migration] as const;
	});
	return Object.fromEntries(await Promise.all(loaded));
}

/** The nearest `migrations` above this file, which is in `src/` or, when built, in `build/`. */
function findFolder(): string {
	for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at)) {
		if (existsSync(join(at, 'migrations'))) return join(at, 'migrations');
	}
	throw new Error(`There is no folder "migrations" above ${import.meta.dirname}.`);
}

function outcome({ error, results = [] }: MigrationResultSet): string[] {
	if (error) {
		const failed = results.find(({ status }) => status === 'Error');
		const cause = error instanceof Error ? error.message : JSON.stringify(error);
		const message = failed ? `The migration ${failed.migrationName} failed: ${cause}` : cause;
		const { code } = error as { code?: string };
		throw Object.assign(new Error(message, { cause: error }), code !== undefined && { code });
	}
	return results.map(({ migrationName }) => migrationName);
}
