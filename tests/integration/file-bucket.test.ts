import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Files, LOOSE_FOR } from '#lib/server/files/files.ts';
import { isDatabaseAway } from '#lib/server/problem.ts';
import { readSettings } from '#lib/server/settings.ts';
import { BucketServer } from '../harness/bucket-server.ts';
import { SLUG } from '../harness/campaign.ts';
import { signIn } from '../harness/client.ts';
import { jpeg } from '../harness/file-bytes.ts';
import { startParties, type Parties } from '../harness/parties.ts';

const FOCAL = 'commune-19330';
let storage: BucketServer;
let parties: Parties;
let tokens: Record<string, string>;

beforeAll(async () => {
	storage = await new BucketServer().start();
	parties = await startParties(storage.environment('tien-do'));
	tokens = {};
	for (const name of [FOCAL, 'leader', 'commune-19333']) {
		tokens[name] = await signIn(parties.server.url, name, parties.campaign.password);
	}
});
afterEach(() => {
	storage.mood = 'well';
});
afterAll(async () => {
	await parties.leave();
	await storage.stop();
});

const ask = (username: string, path: string, init: RequestInit = {}) =>
	fetch(`${parties.server.url}/api/v1/campaigns/${SLUG}/files${path}`, {
		...init,
		headers: { ...init.headers, authorization: `Bearer ${tokens[username]}` }
	});

async function send(bytes: Buffer): Promise<{ status: number; id: string; error?: unknown }> {
	const response = await ask(FOCAL, '', {
		method: 'POST',
		headers: { 'content-type': 'image/jpeg', 'x-file-name': 'a.jpg' },
		body: new Uint8Array(bytes)
	});
	return { status: response.status, ...((await response.json()) as { id: string }) };
}

const rows = () => parties.database.db.selectFrom('file').select('id').execute();

test('a picture a commune attaches is in the bucket alone, and open to whoever may read', async () => {
	const bytes = jpeg(1200, 900);
	const { status, id } = await send(bytes);
	expect(status).toBe(201);
	const raised = await parties.give(FOCAL, 'request.raise', {
		...{ unit: '19330', kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng' },
		files: [id]
	});
	expect(raised.ok).toBe(true);
	expect([...storage.objects].map(([key, object]) => [key, object.bytes])).toEqual([
		[`tien-do/${id}`, bytes]
	]);
	expect(await parties.database.db.selectFrom('file_content').selectAll().execute()).toEqual([]);

	const seen = await ask('leader', `/${id}`);
	expect(seen.headers.get('content-type')).toBe('image/jpeg');
	expect(Buffer.from(await seen.arrayBuffer()).equals(bytes)).toBe(true);
	expect((await ask('commune-19333', `/${id}`)).status).toBe(404);

	storage.mood = 'gone';
	const away = await ask('leader', `/${id}`);
	expect(away.status).toBe(503);
	expect(await away.json()).toMatchObject({ error: { code: 'unavailable' } });
	// What the browser already has needs no store.
	const etag = seen.headers.get('etag') ?? '';
	expect((await ask('leader', `/${id}`, { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('while the store is away nothing is taken, and all else goes on', async () => {
	const before = { rows: await rows(), objects: storage.objects.size };
	storage.mood = 'gone';
	expect(await send(jpeg(800, 600))).toMatchObject({
		status: 503,
		error: { code: 'unavailable' }
	});
	expect((await fetch(`${parties.server.url}/healthz`)).status).toBe(200);
	storage.mood = 'well';
	expect({ rows: await rows(), objects: storage.objects.size }).toEqual(before);
	expect((await send(jpeg(800, 600))).status).toBe(201);
});

test('what nobody attached leaves the bucket after a day, also when it was away in between', async () => {
	const { db } = parties.database;
	const files = new Files(
		readSettings(storage.environment('tien-do')),
		db,
		pino({ level: 'silent' })
	);
	const attached = await db
		.selectFrom('file')
		.select('id')
		.where('request_number', 'is not', null)
		.execute();
	await send(jpeg(900, 600));
	await files.sweep(new Date());
	expect(storage.objects.size).toBe((await rows()).length);

	const tomorrow = new Date(Date.now() + LOOSE_FOR + 60_000);
	storage.mood = 'gone';
	await expect(files.sweep(tomorrow)).rejects.toSatisfy(isDatabaseAway);
	expect(await rows()).toEqual(attached);
	storage.mood = 'well';
	for (const object of storage.objects.values()) object.modified = new Date(0);
	await files.sweep(tomorrow);
	expect([...storage.objects.keys()]).toEqual(attached.map(({ id }) => `tien-do/${id}`));
});
