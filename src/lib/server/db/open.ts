import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { connect } from './connect.ts';
import { startEmbedded, urlOfRunning } from './embedded.ts';
import { DataFolderInUse } from './folder-lock.ts';
import { migrateUp } from './migrate.ts';

type DatabaseSettings = Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>;

export interface OpenDatabase {
	url: string;
	/** Stops what was started; a database that was already running goes on. */
	stop: () => Promise<void>;
}

/**
 * The database the settings name, migrated: DATABASE_URL, else the embedded one with its data in
 * DATA_DIR. Several processes may do this at once; migrations run under a lock.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<OpenDatabase> {
	const database = await start(settings);
	await migrated(database);
	return database;
}

/**
 * The same database for a task of the command line, beside a running server or without one: the
 * embedded database is then the one that the server started.
 */
export async function openBeside(
	settings: DatabaseSettings,
	{ migrate = true } = {}
): Promise<OpenDatabase> {
	const database = await start(settings).catch(async (error: unknown): Promise<OpenDatabase> => {
		if (!(error instanceof DataFolderInUse)) throw error;
		return { url: await urlOfRunning(folderOf(settings)), stop: () => Promise.resolve() };
	});
	if (migrate) await migrated(database);
	return database;
}

async function migrated({ url }: OpenDatabase): Promise<void> {
	// A migration may rewrite a large table: it takes the time it takes.
	const { db } = connect(url, { max: 2, statementTimeout: 0 });
	try {
		await migrateUp(db);
	} finally {
		await db.destroy();
	}
}

function start(settings: DatabaseSettings): Promise<OpenDatabase> {
	const { DATABASE_URL: url } = settings;
	if (url) return Promise.resolve({ url, stop: () => Promise.resolve() });
	return startEmbedded({ dataDir: folderOf(settings) });
}

const folderOf = ({ DATA_DIR }: DatabaseSettings): string => join(DATA_DIR, 'postgres');
