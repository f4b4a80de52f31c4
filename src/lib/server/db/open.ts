import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { connect } from './connect.ts';
import { startEmbedded } from './embedded.ts';
import { migrateUp } from './migrate.ts';

/**
 * The database the settings name, migrated: DATABASE_URL, else the embedded one with its data in
 * DATA_DIR. Several processes may do this at once; migrations run under a lock.
 */
export async function openDatabase(
	settings: Pick<Settings, 'DATABASE_URL' | 'DATA_DIR'>
): Promise<{ url: string; stop(): Promise<void> }> {
	const { DATABASE_URL, DATA_DIR } = settings;
	const database = DATABASE_URL
		? { url: DATABASE_URL, stop: () => Promise.resolve() }
		: await startEmbedded({ dataDir: join(DATA_DIR, 'postgres') });
	const { db } = connect(database.url, { max: 2 });
	try {
		await migrateUp(db);
	} finally {
		await db.destroy();
	}
	return database;
}
