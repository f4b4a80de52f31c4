import { pino } from 'pino';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import pg from 'pg';
import { loadBoard } from '#lib/server/load-board.ts';
import { connect } from '#lib/server/db/connect.ts';
import { DatabaseHealth, type Health } from '#lib/server/db/health.ts';
import { Campaigns } from '#lib/server/log/campaigns.ts';
import { prepareCampaign, SLUG } from '../harness/campaign.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
beforeAll(async () => (database = await createTestDatabase()));
afterAll(() => database.drop());

/** Whether people's acts would be taken, as a process sees it that has just connected. */
async function looked(url: string): Promise<Health> {
	const { db } = connect(url, { max: 1, answerWithin: 3_000, log: { error: () => undefined } });
	try {
		return await new DatabaseHealth(db).look();
	} finally {
		await db.destroy();
	}
}

/** Gives the database a setting that its next connections have. */
async function set(setting: string): Promise<void> {
	const admin = new pg.Client({ connectionString: inject('testServer').adminUrl });
	await admin.connect();
	await admin.query(`alter database ${new URL(database.url).pathname.slice(1)} ${setting}`);
	await admin.end();
}

test('health says whether acts are taken: away, read-only and full are told apart', async () => {
	expect(await looked(database.url)).toBe('ok');
	await set('set default_transaction_read_only = on');
	expect(await looked(database.url)).toBe('database read-only');
	await set('reset default_transaction_read_only');
	await set('set temp_file_limit = 0'); // as a disk that is full: no file may grow
	expect(await looked(database.url)).toBe('database full');
	await set('reset temp_file_limit');
	expect(await looked(database.url)).toBe('ok');
	const away = new URL(database.url);
	away.port = '1';
	expect(await looked(away.href)).toBe('database away');
});

test('room is tried seldom, and leaves nothing behind', async () => {
	const { db } = connect(database.url, { max: 1 });
	const health = new DatabaseHealth(db);
	const before = await sql<{ at: string }>`select pg_current_wal_insert_lsn() as at`.execute(db);
	await health.look();
	const first = performance.now();
	for (let i = 0; i < 20; i++) expect(await health.look()).toBe('ok');
	const each = (performance.now() - first) / 20;
	expect(each).toBeLessThan(50);
	expect(before.rows).toHaveLength(1);
	const files = await sql<{ n: number }>`
		select count(*) as n from pg_class where relnamespace = 'public'::regnamespace
			and relname like '%health%'`.execute(db);
	expect(files.rows).toEqual([{ n: 0 }]);
	await db.destroy();
});

test('a database that is read-only at the start is read all the same', async () => {
	await prepareCampaign(database);
	await sql`update campaign set opened_on = null`.execute(database.db); // a day would have to be opened
	await set('set default_transaction_read_only = on');
	const { db } = connect(database.url, { max: 2 });
	const campaigns = new Campaigns(db, database.url, pino({ level: 'silent' }), loadBoard);
	await campaigns.start();
	expect(
		campaigns.get(SLUG)?.snapshot({ role: 'leader', unit: null }).units.length
	).toBeGreaterThan(100);
	await campaigns.stop();
	await db.destroy();
	await set('reset default_transaction_read_only');
});
