import { randomInt } from 'node:crypto';
import pg from 'pg';
import { connect } from '#lib/server/db/connect.ts';
import { startEmbedded, type Embedded } from '#lib/server/db/embedded.ts';
import { DataFolderInUse } from '#lib/server/db/folder-lock.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import { prepareCampaign } from './campaign.ts';
import { ownerOf, withDatabase, type TestServer } from './database.ts';

/**
 * Prepares `TEST_DATABASE_URL`, or an embedded PostgreSQL under `.data/`, for one run. `close`
 * removes what the run left behind.
 */
export async function prepareTestServer(): Promise<{
	server: TestServer;
	close: () => Promise<void>;
}> {
	const embedded = process.env['TEST_DATABASE_URL'] ? null : await startFreeInstance();
	const given = process.env['TEST_DATABASE_URL'] ?? '';
	const adminUrl = embedded?.adminUrl ?? withDatabase(given, 'postgres');
	const ownerUrl = embedded?.url ?? given;
	const run = randomInt(2 ** 31 - 1);
	const template = `${prefix}${run}_template`;
	// Held for as long as the run lives: by it the next run knows which databases are leftovers.
	const holder = new pg.Client({ connectionString: adminUrl });
	holder.on('error', () => {});
	await holder.connect();
	await holder.query('select pg_advisory_lock($1, $2)', [lockSpace, run]);
	await dropLeftovers(holder);

	await holder.query(`create database ${template} owner ${ownerOf(ownerUrl)}`);
	const empty = connect(withDatabase(ownerUrl, template), { max: 1, statementTimeout: 0 });
	await migrateUp(empty.db).finally(() => empty.db.destroy());
	await holder.query(`alter database ${template} with allow_connections false`);

	const begun = `${prefix}${run}_campaign`;
	await holder.query(`create database ${begun} template ${template} owner ${ownerOf(ownerUrl)}`);
	const { db } = connect(withDatabase(ownerUrl, begun), { max: 2 });
	const { id, accounts } = await prepareCampaign({ db }).finally(() => db.destroy());
	await holder.query(`alter database ${begun} with allow_connections false`);
	return {
		server: { adminUrl, ownerUrl, template, campaign: { template: begun, id, accounts } },
		close: async () => {
			await holder.query('select pg_advisory_unlock($1, $2)', [lockSpace, run]);
			if (!embedded) await dropLeftovers(holder);
			await holder.end();
			await embedded?.stop();
		}
	};
}

const prefix = 'tien_do_test_';
const lockSpace = 203_584;

/** Another run in this folder may be alive: it keeps its instance and we take one of our own. */
async function startFreeInstance(): Promise<Embedded> {
	for (let number = 1; ; number++) {
		try {
			return await startEmbedded({ dataDir: `.data/test-db${number === 1 ? '' : `-${number}`}` });
		} catch (error) {
			if (!(error instanceof DataFolderInUse) || number === 8) throw error;
		}
	}
}

/** Drops the databases of every run that is not alive any more. */
async function dropLeftovers(admin: pg.Client): Promise<void> {
	const found = await admin.query<{ name: string }>(
		'select datname as name from pg_database where starts_with(datname, $1)',
		[prefix]
	);
	for (const { name } of found.rows) {
		const run = Number.parseInt(name.slice(prefix.length));
		const lock = await admin.query<{ free: boolean }>(
			`select not exists (select from pg_locks
				where locktype = 'advisory' and classid = $1 and objid = $2) as free`,
			[lockSpace, run]
		);
		if (lock.rows[0]?.free) await admin.query(`drop database if exists ${name} with (force)`);
	}
}
