import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Bucket } from '#lib/server/files/bucket.ts';
import { openStore } from '#lib/server/files/open-store.ts';
import type { Enter, FileStore } from '#lib/server/files/store.ts';
import { isDatabaseAway } from '#lib/server/problem.ts';
import { readSettings } from '#lib/server/settings.ts';
import { createCampaign } from '../harness/campaign.ts';
import type { TestDatabase } from '../harness/database.ts';
import { BucketServer } from '../harness/bucket-server.ts';

const DAY = 86_400_000;
const log = pino({ level: 'silent' });
let database: TestDatabase;
let place: { campaign_id: number; account_id: number };
let folder: string;
let storage: BucketServer;

beforeAll(async () => {
	const { database: given, campaign } = await createCampaign();
	database = given;
	const campaign_id = campaign.id;
	const { db } = database;
	const { id: account_id } = await db.selectFrom('account').select('id').executeTakeFirstOrThrow();
	place = { campaign_id, account_id };
	folder = await mkdtemp(join(tmpdir(), 'tien-do-files-'));
	storage = await new BucketServer().start();
});
afterAll(async () => {
	await database.drop();
	await rm(folder, { recursive: true });
	await storage.stop();
});
beforeEach(async () => {
	await database.db.deleteFrom('file').execute();
	await rm(join(folder, 'files'), { recursive: true, force: true });
	storage.objects.clear();
	storage.asked.length = 0;
	Object.assign(storage, { mood: 'well', moodLasts: Infinity, page: 1000 });
});

const open = (environment: Record<string, string>) =>
	openStore(readSettings(environment), database.db, log);

const rowOf =
	(id: string): Enter =>
	(db) =>
		db
			.insertInto('file')
			.values({
				...{ ...place, id, name: 'a.pdf', type: 'application/pdf', size: 1 },
				...{ sha256: Buffer.alloc(32), at: new Date(), request_number: null, step_position: null }
			})
			.execute();

const rows = async () => {
	const found = await database.db.selectFrom('file').select('id').execute();
	return found.map(({ id }) => id);
};

interface Kind {
	open: () => FileStore;
	/** Puts something there that is none of ours. */
	litter: () => Promise<void>;
	/** Makes everything there, or what is named, two days old. */
	age: (names?: string[]) => Promise<void>;
	/** Names of all that is there. */
	names: () => Promise<string[]>;
}

const table: Kind = {
	open: () => open({}),
	litter: () => Promise.resolve(),
	age: () => Promise.resolve(),
	names: async () => {
		const found = await database.db.selectFrom('file_content').select('file_id').execute();
		return found.map(({ file_id }) => file_id);
	}
};

const inFolder = (name: string) => join(folder, 'files', name);
const ofFolder: Kind = {
	open: () => open({ FILES: join(folder, 'files') }),
	litter: () => writeFile(inFolder('README'), 'not ours'),
	age: async (names) => {
		const old = new Date(Date.now() - 2 * DAY);
		for (const name of names ?? (await ofFolder.names())) await utimes(inFolder(name), old, old);
	},
	names: () => readdir(join(folder, 'files'))
};

const ofBucket = (prefix: string): Kind => ({
	open: () => open(storage.environment(prefix)),
	litter: () => {
		const before = prefix && `${prefix}/`;
		const litter = { bytes: Buffer.from('not ours'), modified: new Date(0) };
		for (const key of [`${before}a & b`, `${before}other/${randomUUID()}`, 'README']) {
			storage.objects.set(key, litter);
		}
		return Promise.resolve();
	},
	age: (names) => {
		for (const [key, object] of storage.objects) {
			if (!names || names.some((name) => key.endsWith(name))) object.modified = new Date(0);
		}
		return Promise.resolve();
	},
	names: () =>
		Promise.resolve(
			[...storage.objects.keys()].map((key) => (prefix ? key.replace(`${prefix}/`, '') : key))
		)
});

describe.each<[string, Kind]>([
	['a table', table],
	['a folder', ofFolder],
	['a bucket', ofBucket('')],
	['a bucket under a prefix', ofBucket('2025/files')]
])('%s', (_, kind) => {
	const bytes = Buffer.from([0, 255, 13, 10, 128]);

	test('keeps bytes as they are, under their id alone', async () => {
		const store = kind.open();
		const id = randomUUID();
		await store.keep(id, bytes, rowOf(id));
		expect((await store.read(id))?.equals(bytes)).toBe(true);
		expect(await store.read(randomUUID())).toBeNull();
		expect(await rows()).toEqual([id]);
		await expect(store.read('../../etc/passwd')).rejects.toThrow();
	});

	test('keeps ten megabytes', async () => {
		const store = kind.open();
		const [id, large] = [randomUUID(), Buffer.alloc(10 * 1024 ** 2, 'Sổ cũ ')];
		await store.keep(id, large, rowOf(id));
		expect((await store.read(id))?.equals(large)).toBe(true);
	});

	test('has the bytes before anybody sees the row; without the row they do not stay', async () => {
		const store = kind.open();
		const id = randomUUID();
		const enter: Enter = async (db) => {
			await rowOf(id)(db);
			expect(await rows()).toEqual(kind === table ? [] : [id]);
			if (kind !== table) expect(await store.read(id)).not.toBeNull();
		};
		await store.keep(id, bytes, enter);

		const lost = randomUUID();
		const refused = () => Promise.reject(new Error('no row'));
		await expect(store.keep(lost, bytes, refused)).rejects.toThrow('no row');
		expect(await rows()).toEqual([id]);
		await kind.age();
		await store.remove([], DAY);
		expect(await store.read(lost)).toBeNull();
		expect(await store.read(id)).not.toBeNull();
	});

	test('forgets what lost its row, now or long ago, and nothing else', async () => {
		const store = kind.open();
		const [kept, loose, lost, young] = [1, 2, 3, 4].map(() => randomUUID()) as [
			string,
			string,
			string,
			string
		];
		for (const id of [kept, loose, lost, young]) await store.keep(id, bytes, rowOf(id));
		await kind.litter();
		const litter = (await kind.names()).filter(
			(name) => ![kept, loose, lost, young].includes(name)
		);
		await kind.age([kept, lost, ...litter]);
		await database.db.deleteFrom('file').where('id', '!=', kept).execute();
		await store.remove([loose, randomUUID()], DAY);
		const left = kind === table ? [kept] : [kept, young, ...litter];
		expect((await kind.names()).sort()).toEqual(left.sort());
	});
});

describe('a bucket', () => {
	const bytes = Buffer.from('bytes');

	test.each(['gone', 'busy'] as const)('that is %s keeps nothing, and no row', async (mood) => {
		const store = open(storage.environment());
		const id = randomUUID();
		storage.mood = mood;
		const asked = [store.keep(id, bytes, rowOf(id)), store.read(id), store.remove([id], DAY)];
		for (const answer of await Promise.allSettled(asked)) {
			expect(answer).toMatchObject({ reason: expect.toSatisfy(isDatabaseAway) as unknown });
		}
		expect(await rows()).toEqual([]);
		storage.mood = 'well';
		expect(await store.read(id)).toBeNull();
	});

	test.each(['gone', 'busy'] as const)('that is %s for a moment is asked again', async (mood) => {
		const store = open(storage.environment());
		const id = randomUUID();
		Object.assign(storage, { mood, moodLasts: 1 });
		await store.keep(id, bytes, rowOf(id));
		expect(storage.asked).toEqual(['PUT', 'PUT']);
		expect(await store.read(id)).toEqual(bytes);
	});

	test('that is silent, or where nothing listens, is away', async () => {
		const { S3_ENDPOINT: endpoint = '' } = storage.environment();
		const keys = { region: 'us-east-1', accessKeyId: 'x', secretAccessKey: 'x' };
		const silent = new Bucket({ ...keys, url: `${endpoint}/tien-do` }, log, 150);
		storage.mood = 'silent';
		await expect(silent.put('a', bytes)).rejects.toSatisfy(isDatabaseAway);
		const nowhere = new Bucket({ ...keys, url: 'http://127.0.0.1:1/tien-do' }, log, 150);
		await expect(nowhere.get('a')).rejects.toSatisfy(isDatabaseAway);
	});

	test.each([
		[{ S3_SECRET_ACCESS_KEY: 'other' }, 'answered 403 to PUT: SignatureDoesNotMatch'],
		[{ S3_ACCESS_KEY_ID: 'other' }, 'InvalidAccessKeyId'],
		[{ S3_REGION: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
		[{ FILES: 's3://other' }, 'answered 404 to PUT: NoSuchBucket']
	])('that refuses us says why, once: %j', async (wrong, why) => {
		const store = open({ ...storage.environment(), ...wrong });
		const id = randomUUID();
		await expect(store.keep(id, bytes, rowOf(id))).rejects.toThrow(why);
		await expect(store.read(id)).rejects.toThrow(/answered 40[34] to GET/);
		expect(storage.asked).toEqual(['PUT', 'GET']);
		expect(await rows()).toEqual([]);
	});

	test('is swept page by page', async () => {
		const store = open(storage.environment('files'));
		const lost = { bytes, modified: new Date(0) };
		for (let i = 0; i < 7; i++) storage.objects.set(`files/${randomUUID()}`, lost);
		storage.page = 3;
		await store.remove([], DAY);
		expect([...storage.objects.keys()]).toEqual([]);
	});
});
