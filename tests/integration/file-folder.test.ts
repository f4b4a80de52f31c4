import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#lib/server/files/store.ts';
import { prepareCampaign } from '../harness/campaign.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

const DAY = 86_400_000;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
	database = await createTestDatabase();
	folder = await mkdtemp(join(tmpdir(), 'tien-do-files-'));
});
afterAll(async () => {
	await database.drop();
	await rm(folder, { recursive: true });
});

test('a folder keeps files, forgets those without a row, and nothing else', async () => {
	const { db } = database;
	const { id: campaign_id } = await prepareCampaign(database);
	const store = openStore(join(folder, 'files'), db);
	const [kept, loose, lost] = [randomUUID(), randomUUID(), randomUUID()];
	const { id: account_id } = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
	await db
		.insertInto('file')
		.values({
			...{ id: kept, campaign_id, account_id, name: 'a.pdf', type: 'application/pdf', size: 1 },
			...{ sha256: Buffer.alloc(32), at: new Date(), request_number: null, step_position: null }
		})
		.execute();
	for (const id of [kept, loose, lost]) await store.write(db, id, Buffer.from(id));
	expect((await store.read(kept))?.toString()).toBe(kept);
	expect(await store.read(randomUUID())).toBeNull();
	await expect(store.read('../../etc/passwd')).rejects.toThrow('no file');

	const old = new Date(Date.now() - 2 * DAY);
	await writeFile(join(folder, 'files', 'README'), 'not ours');
	for (const name of [kept, lost, 'README']) await utimes(join(folder, 'files', name), old, old);
	await store.remove([loose], DAY);
	expect((await readdir(join(folder, 'files'))).sort()).toEqual(['README', kept].sort());
});
