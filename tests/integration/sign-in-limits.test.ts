import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { forgetDevices, rememberDevice } from '#lib/server/auth/devices.ts';
import { SignInLimiter } from '#lib/server/auth/sign-in-limiter.ts';
import { signIn } from '#lib/server/auth/sign-in.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { addSmallCampaign } from '../harness/small-campaign.ts';

const now = new Date('2026-03-02T01:00:00Z');
const password = 'tre-xanh-ben-song';
const HERE = '10.0.0.1';

let database: TestDatabase;
let leader: number;
let limiter: SignInLimiter;

beforeAll(async () => {
	database = await createTestDatabase();
	const campaign_id = await addSmallCampaign(database.db);
	const names = { name_vi: 'Ai đó', name_en: 'Somebody' };
	const account = (username: string) => ({
		...{ username, password, ...names },
		grant: { campaign_id, role: 'leader' as const }
	});
	await createAccounts(database.db, [account('leader'), account('other')]);
	leader = await idOf('leader');
});
afterAll(() => database.drop());
beforeEach(() => {
	limiter = new SignInLimiter();
});

const idOf = async (username: string) => {
	const found = database.db.selectFrom('account').select('id').where('username', '=', username);
	return (await found.executeTakeFirstOrThrow()).id;
};
const attempt = (
	username: string,
	given: string,
	{ address = HERE, device = null as string | null } = {}
) => signIn(database.db, limiter, { username, password: given, address, device }, now);
const resultOf = async (...order: Parameters<typeof attempt>) => {
	const outcome = await attempt(...order);
	return outcome.ok ? 'in' : outcome.reason;
};

describe("one's mistakes lock nobody else out", () => {
	test('a hundred failures on invented names: who is known there comes in, strangers wait', async () => {
		const device = await rememberDevice(database.db, leader, null, now);
		for (let guess = 0; guess < 100; guess++) {
			await limiter.failed({ name: `name-${guess}`, network: HERE, known: null });
		}
		expect(await resultOf('leader', password, { device })).toBe('in');
		expect(await resultOf('leader', password)).toBe('limited');
		// Known is who signed in there as this very account.
		expect(await resultOf('other', password, { device })).toBe('limited');
		expect(await resultOf('other', password, { address: '10.0.0.2' })).toBe('in');
	});

	test('guesses at one name from many addresses are slowed down, and its owner is not', async () => {
		const device = await rememberDevice(database.db, leader, null, now);
		const results: string[] = [];
		for (let guess = 0; guess < 150; guess++) {
			results.push(await resultOf('leader', `guess-${guess}`, { address: `10.1.0.${guess}` }));
		}
		expect(results.filter((result) => result === 'wrong').length).toBeLessThanOrEqual(22);
		expect(results.slice(-100)).toEqual(Array.from({ length: 100 }, () => 'limited'));
		expect(await resultOf('leader', password, { address: '10.2.0.1' })).toBe('limited');
		expect(await resultOf('leader', password, { address: '10.2.0.1', device })).toBe('in');
	});

	test('each failure over the free ones costs a longer rest, up to a quarter of an hour', async () => {
		const rests: number[] = [];
		for (let guess = 0; guess < 28; guess++) {
			const network = `10.3.0.${guess}`;
			await limiter.failed({ name: 'leader', network, known: null });
			rests.push(await limiter.wait({ name: 'leader', network: '10.4.0.1', known: null }));
		}
		expect(rests.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
		expect(rests.slice(20)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
	});

	test('a name that nobody has is answered like one that somebody has, at every step', async () => {
		const stepsOf = async (username: string) => {
			const steps: string[] = [];
			for (let guess = 0; guess < 30; guess++) {
				// Five from the same address, then another one.
				const address = `10.5.0.${Math.floor(guess / 6)}`;
				const outcome = await attempt(username, 'wrong', { address });
				steps.push(outcome.ok ? 'in' : JSON.stringify(Object.keys(outcome)) + outcome.reason);
			}
			return steps;
		};
		const real = await stepsOf('leader');
		expect(real.some((step) => step.includes('limited'))).toBe(true);
		expect(await stepsOf('nobody-at-all')).toEqual(real);
	});

	test('a stolen device has a budget of its own, and other devices are not part of it', async () => {
		const stolen = await rememberDevice(database.db, leader, null, now);
		const mine = await rememberDevice(database.db, leader, null, now);
		for (let guess = 0; guess < 10; guess++) {
			expect(await resultOf('leader', 'wrong', { device: stolen })).toBe('wrong');
		}
		expect(await resultOf('leader', password, { device: stolen })).toBe('limited');
		expect(await resultOf('leader', password, { device: mine })).toBe('in');
	});
});

describe('a device that is known', () => {
	const isKnown = async (username: string, device: string) => {
		const outcome = await attempt(username, password, { device });
		return outcome.ok && outcome.known;
	};

	test('gets a new name each time: one that was planted or copied is worth nothing', async () => {
		const planted = await rememberDevice(database.db, await idOf('other'), null, now);
		const next = await rememberDevice(database.db, leader, planted, now);
		expect(await isKnown('leader', planted)).toBe(false);
		expect(await isKnown('other', planted)).toBe(false);
		// The browser that had it is still known to both of its accounts.
		expect(await isKnown('leader', next)).toBe(true);
		expect(await isKnown('other', next)).toBe(true);
	});

	test('is one of twenty of an account, the last seen ones, for half a year', async () => {
		const id = await idOf('other');
		await forgetDevices(database.db, id);
		const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
		const devices: string[] = [];
		for (let day = 0; day < 25; day++) {
			devices.push(await rememberDevice(database.db, id, null, later(day)));
		}
		const count = async () => {
			const rows = database.db.selectFrom('account_device').where('account_id', '=', id);
			return (await rows.selectAll().execute()).length;
		};
		expect(await count()).toBe(20);
		expect(await isKnown('other', devices[4]!)).toBe(false);
		expect(await isKnown('other', devices[5]!)).toBe(true);
		await rememberDevice(database.db, id, null, later(24 + 180));
		expect(await count()).toBe(1);
	});

	test('is stored as a hash; nothing else is taken for one', async () => {
		const device = await rememberDevice(database.db, leader, null, now);
		const rows = await database.db.selectFrom('account_device').selectAll().execute();
		expect(JSON.stringify(rows)).not.toContain(device);
		const hash = rows[0]?.secret_hash.toString('base64url') ?? '';
		for (const forged of ['', hash, `${device}x`, device.slice(1)]) {
			expect(await isKnown('leader', forged), forged).toBe(false);
		}
	});
});

describe('many at once', () => {
	test('who is known does not stand behind a crowd of strangers', async () => {
		const device = await rememberDevice(database.db, leader, null, now);
		const done: string[] = [];
		const crowd = Array.from({ length: 60 }, async (_, i) => {
			await attempt('other', password, { address: `10.6.0.${i}` });
			done.push('stranger');
		});
		await new Promise((resolve) => setTimeout(resolve, 50));
		const known = attempt('leader', password, { device }).then(() => done.push('known'));
		await Promise.all([...crowd, known]);
		expect(done.indexOf('known')).toBeLessThan(15);
	});

	test('more than the line holds are asked to come again, strangers from elsewhere are not', async () => {
		const flood = Array.from({ length: 200 }, () => resultOf('other', password));
		const elsewhere = resultOf('other', password, { address: '10.7.0.1' });
		const results = await Promise.all(flood);
		expect(new Set(results)).toEqual(new Set(['in', 'crowded']));
		expect(results.filter((result) => result === 'in').length).toBeGreaterThanOrEqual(150);
		expect(await elsewhere).toBe('in');
	});
});

test('blanks that a pasted password brings along are no mistake', async () => {
	for (const pasted of [`${password} `, ` ${password}\n`, `\u00a0${password}\t`]) {
		expect(await resultOf('leader', pasted)).toBe('in');
	}
	// They make no guess cheaper: each counts as one.
	for (let guess = 0; guess < 5; guess++) {
		expect(await resultOf('leader', `guess-${guess} `)).toBe('wrong');
	}
	expect(await resultOf('leader', `${password} `)).toBe('limited');
});
