import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect } from '#lib/server/db/connect.ts';
import { isDatabaseAway } from '#lib/server/problem.ts';
import { createTestDatabase } from '../harness/database.ts';
import { startProxy } from '../harness/proxy.ts';

test('a database that goes silent fails the statement, and the next one gets a fresh connection', async () => {
	const database = await createTestDatabase();
	const url = new URL(database.url);
	const proxy = await startProxy(Number(url.port));
	url.port = new URL(proxy.url).port;
	const { db } = connect(url.href, { max: 1, answerWithin: 500, log: { error: () => undefined } });
	await sql`select 1`.execute(db);
	proxy.freeze();
	const silent = await sql`select 1`.execute(db).catch((error: unknown) => error);
	expect(isDatabaseAway(silent)).toBe(true);
	const { rows } = await sql`select 2 as two`.execute(db);
	expect(rows).toEqual([{ two: 2 }]);
	await db.destroy();
	await proxy.close();
	await database.drop();
});
