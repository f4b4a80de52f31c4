import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { startEmbedded, type Embedded } from '#lib/server/db/embedded.ts';
import { DataFolderInUse } from '#lib/server/db/folder-lock.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';

/** Where tests get their databases; plain data, so it can be handed to another process. */
export interface TestServer {
	/** Of the database `postgres`: to create and drop others, nothing else. */
	adminUrl: string;
	/** As whom databases are used: their owner, who may do no more than the application may. */
	ownerUrl: string;
	/** A migrated database that takes no connections, so it can be copied at any time. */
	template: string;
}

export interface TestDatabase extends Connection {
	url: string;
	/** Closes the pool and removes the database. */
	drop: () => Promise<void>;
}

declare module 'vitest' {
	interface ProvidedContext {
		testServer: TestServer;
	}
}

/**
 * A migrated database of its own, a few milliseconds away. Without an argument it comes from the
 * server that vitest's global setup prepared; elsewhere (Playwright) hand in a prepared one.
 */
export async function createTestDatabase(server?: TestServer): Promise<TestDatabase> {
	const { adminUrl, ownerUrl, template } = server ?? (await import('vitest')).inject('testServer');
	const name = `${template.replace(/_template$/, '')}_${randomInt(2 ** 47).toString(36)}`;
	await asAdmin(adminUrl, async (admin) => {
		for (let tries = 50; ; tries--) {
			try {
				return void (await admin.query(
					`create database ${name} template ${template} owner ${ownerOf(ownerUrl)}`
				));
			} catch (error) {
				// autovacuum may be looking at the template
				if ((error as pg.DatabaseError).code !== '55006' || tries === 0) throw error;
				await sleep(100);
			}
		}
	});
	const url = withDatabase(ownerUrl, name);
	const connection = connect(url, { applicationName: name });
	return {
		...connection,
		url,
		drop: async () => {
			await connection.db.destroy();
			await asAdmin(adminUrl, (admin) =>
				admin.query(`drop database if exists ${name} with (force)`)
			);
		}
	};
}

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
	const { db } = connect(withDatabase(ownerUrl, template), { max: 1, statementTimeout: 0 });
	await migrateUp(db).finally(() => db.destroy());
	await holder.query(`alter database ${template} with allow_connections false`);
	return {
		server: { adminUrl, ownerUrl, template },
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

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
	const admin = new pg.Client({ connectionString: url });
	await admin.connect();
	try {
		return await work(admin);
	} finally {
		await admin.end();
	}
}

const ownerOf = (url: string) => pg.escapeIdentifier(decodeURIComponent(new URL(url).username));

function withDatabase(url: string, name: string): string {
	const changed = new URL(url);
	changed.pathname = `/${name}`;
	return changed.href;
}
