import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { connect } from './connect.ts';
import { startEmbedded, urlOfRunning } from './embedded.ts';
import { DataFolderInUse } from './folder-lock.ts';
import { isMigrated, migrateUp } from './migrate.ts';

/** A database that says nothing for so long counts as away, in milliseconds. */
const ASK_WITHIN = 5_000;

type DatabaseSettings = Pick<Settings, 'DATABASE_URL' | 'DATABASE_DIRECT_URL' | 'DATA_DIR'>;

export interface OpenDatabase {
	/** For what the server does; perhaps through a pooler of connections. */
	url: string;
	/** Stops what was started; a database that was already running goes on. */
	stop: () => Promise<void>;
}

/**
 * The database the settings name: DATABASE_URL, which may be away, else the embedded one with its data in
 * DATA_DIR, started.
 */
export function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
	const { DATABASE_URL: url } = settings;
	if (url) return Promise.resolve({ url, stop: () => Promise.resolve() });
	return startEmbedded({ dataDir: folderOf(settings) });
}

/**
 * The same database for a task of the command line, migrated, beside a running server or without one: the
 * embedded database is then the one that the server started. The address is the direct one.
 * @throws in one sentence what is wrong with it
 */
export async function openBeside(
	settings: DatabaseSettings,
	{ migrate = true } = {}
): Promise<OpenDatabase> {
	const started = await openDatabase(settings).catch(
		async (error: unknown): Promise<OpenDatabase> => {
			if (!(error instanceof DataFolderInUse)) throw error;
			return { url: await urlOfRunning(folderOf(settings)), stop: () => Promise.resolve() };
		}
	);
	const database = { ...started, url: directUrl(settings, started.url) };
	try {
		if (migrate) await migrateDatabase(database.url);
	} catch (error) {
		await database.stop();
		throw error;
	}
	return database;
}

/** The address for what needs a connection of its own: migrations, loading, hearing of news. */
export function directUrl({ DATABASE_DIRECT_URL }: DatabaseSettings, url: string): string {
	return DATABASE_DIRECT_URL ?? url;
}

/** Brings the tables up to date. Several processes may do this at once: it happens under a lock. */
export async function migrateDatabase(url: string): Promise<void> {
	const look = connect(url, { max: 1, statementTimeout: ASK_WITHIN, answerWithin: ASK_WITHIN });
	if (await isMigrated(look.db).finally(() => look.db.destroy())) return;
	// A migration may rewrite a large table: it takes the time it takes.
	const { db } = connect(url, { max: 2, statementTimeout: 0 });
	await migrateUp(db).finally(() => db.destroy());
}

const folderOf = ({ DATA_DIR }: DatabaseSettings): string => join(DATA_DIR, 'postgres');
