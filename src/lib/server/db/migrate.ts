import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Kysely } from 'kysely';
import { Migrator, type Migration, type MigrationResultSet } from 'kysely/migration';

/** Applies every migration that is missing, all or none. Returns their names. */
export async function migrateUp<T>(db: Kysely<T>, folder = findFolder()): Promise<string[]> {
	return outcome(await migrator(db, folder).migrateToLatest());
}

/** Takes back the newest migration. Returns its name, or nothing when there was none. */
export async function migrateDown<T>(db: Kysely<T>, folder = findFolder()): Promise<string[]> {
	return outcome(await migrator(db, folder).migrateDown());
}

export interface MigrationState {
	name: string;
	/** Null: still to be applied. */
	appliedAt: Date | null;
}

/** Every migration of the folder, oldest first. */
export async function migrationStatus<T>(
	db: Kysely<T>,
	folder = findFolder()
): Promise<MigrationState[]> {
	const migrations = await migrator(db, folder).getMigrations();
	return migrations.map(({ name, executedAt }) => ({ name, appliedAt: executedAt ?? null }));
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
		throw new Error(failed ? `The migration ${failed.migrationName} failed: ${cause}` : cause, {
			cause: error
		});
	}
	return results.map(({ migrationName }) => migrationName);
}
