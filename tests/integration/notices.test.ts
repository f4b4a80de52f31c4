import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Inbox } from '#lib/protocol/notices.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client, signIn, until } from '../harness/client.ts';
import { Parties, startParties } from '../harness/parties.ts';
import { Browser } from '../harness/push-service.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const FOCAL = 'commune-19330';
let first: Parties;
let second: TestProcess;
/** The same campaign at the other process. */
let other: Parties;

beforeAll(async () => {
	first = await startParties();
	second = await startServer(first.database.url);
	other = new Parties(second, first.database, first.campaign);
	await first.setTime('2025-03-03', '09:00');
});
afterAll(async () => {
	await second.stop();
	await first.leave();
});

const inboxOf = async (username: string, at = other) =>
	(await at.read<Inbox>(username, 'notices')).body;

async function raise(at: Parties, unit = '19330'): Promise<number> {
	const input = { unit, kind: 'software', severity: 'slowing', title: 'Mất mạng' } as const;
	const answer = await at.give(`commune-${unit}`, 'request.raise', input);
	if (!answer.ok) throw new Error(JSON.stringify(answer));
	return Number(answer.result?.['request']);
}

async function ask(method: string, username: string, path: string, body: object) {
	const token = await signIn(second.url, username, first.campaign.password);
	const response = await fetch(`${second.url}/api/v1/campaigns/${SLUG}/notices/${path}`, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(body)
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** A screen of somebody at one of the processes, and what its bell has shown. */
async function screenOf(username: string, url: string) {
	const client = new Client(url, await signIn(url, username, first.campaign.password));
	const shown: number[] = [];
	client.socket.on('notices', ({ unread }: { unread: number }) => shown.push(unread));
	await client.connected();
	await client.ask('join', { campaign: SLUG });
	return { client, shown };
}

test('a bell counts up on a screen of another process, and nobody else’s', async () => {
	const focal = await screenOf(FOCAL, second.url);
	const stranger = await screenOf('commune-19678', second.url);
	const request = await raise(first);
	await until('both know their count', () => focal.shown.length > 0 && stranger.shown.length > 0);
	await first.give('group-1', 'request.claim', { request });
	await until('the commune hears of the claim', () => focal.shown.at(-1) === 1);
	expect(stranger.shown).toEqual([0]);

	const { unread, notices, push_key } = await inboxOf(FOCAL);
	expect(unread).toBe(1);
	expect(notices).toMatchObject([
		{
			kind: 'request_claimed',
			why: 'commune',
			by: { username: 'group-1' },
			refs: { requests: [request], unit: '19330', group: 'group-1' },
			title: 'Mất mạng',
			read_at: null
		}
	]);
	expect(Buffer.from(push_key, 'base64url')).toHaveLength(65);
	const id = notices[0]?.id ?? 0;
	const read = await ask('POST', 'commune-19678', 'read', { ids: [id] });
	expect(read.body).toEqual({ unread: 0 }); // somebody else's stay as they are
	expect((await inboxOf(FOCAL)).unread).toBe(1);
	expect((await ask('POST', FOCAL, 'read', { until: id })).body).toEqual({ unread: 0 });
	await until('the bell is empty', () => focal.shown.at(-1) === 0);
	focal.client.close();
	stranger.client.close();
});

describe('the endpoints', () => {
	test('take no nonsense and no stranger', async () => {
		expect(await ask('POST', FOCAL, 'read', { ids: ['1'] })).toMatchObject({ status: 400 });
		expect(await ask('PUT', FOCAL, 'settings', { muted: ['everything'] })).toMatchObject({
			status: 400
		});
		const inside = { endpoint: 'http://127.0.0.1:5432/', keys: new Browser().keys };
		expect(await ask('PUT', FOCAL, 'push', inside)).toMatchObject({
			status: 400,
			body: { error: { code: 'invalid', field: 'endpoint' } }
		});
		const path = `${second.url}/api/v1/campaigns/${SLUG}/notices`;
		expect((await fetch(path)).status).toBe(401);
		expect((await other.read(FOCAL, '../elsewhere/notices')).status).toBe(404);
	});

	test('keep what is muted and where somebody is reached', async () => {
		const muted = ['request_raised', 'mentioned'];
		expect((await ask('PUT', FOCAL, 'settings', { muted })).body).toEqual({ muted });
		expect((await inboxOf(FOCAL)).muted).toEqual(['mentioned', 'request_raised']);
		const endpoint = 'https://fcm.googleapis.com/fcm/send/abc';
		const subscription = { endpoint, keys: new Browser().keys };
		expect(await ask('PUT', FOCAL, 'push', subscription)).toMatchObject({ status: 200 });
		expect(await ask('PUT', FOCAL, 'push', subscription)).toMatchObject({ status: 200 });
		const { db } = first.database;
		const kept = () => db.selectFrom('push_subscription').select('endpoint').execute();
		expect(await kept()).toEqual([{ endpoint }]);
		await ask('DELETE', 'commune-19678', 'push', { endpoint });
		expect(await kept()).toHaveLength(1);
		await ask('DELETE', FOCAL, 'push', { endpoint });
		expect(await kept()).toEqual([]);
	});
});

test('each thing is told once to each, while two processes look and one of them is killed', async () => {
	const { db } = first.database;
	/** Numbers; 0 where the process that was asked had gone. */
	const raised: Promise<number>[] = [];
	const communes = ['19330', '19333', '19336', '19339'];
	for (let i = 0; i < 120; i++) {
		raised.push(raise(i % 2 ? first : other, communes[i % communes.length]).catch(() => 0));
		if (i === 60) await Promise.all(raised);
	}
	await new Promise((resolve) => setTimeout(resolve, 30));
	await second.kill();
	const done = (await Promise.all(raised)).filter((number) => number > 0);
	expect(done.length).toBeGreaterThan(60);
	expect(done.length).toBeLessThan(120);
	for (let i = 0; i < 20; i++) await raise(first);

	const facts = await first.database.db
		.selectFrom('fact')
		.select('seq')
		.where('kind', '=', 'request.raised')
		.orderBy('seq')
		.execute();
	const last = facts.at(-1)?.seq ?? 0;
	await until('everything is told', async () => {
		const { seq } = await db.selectFrom('notice_cursor').select('seq').executeTakeFirstOrThrow();
		return seq >= last;
	});
	const told = await db
		.selectFrom('notice as n')
		.innerJoin('account as a', 'a.id', 'n.account_id')
		.select(['n.seq', 'a.username'])
		.where('n.kind', '=', 'request_raised')
		.where('a.username', 'in', ['coordinator', 'district-461', 'leader'])
		.orderBy('n.seq')
		.execute();
	for (const username of ['coordinator', 'district-461']) {
		const own = told.filter((row) => row.username === username).map(({ seq }) => seq);
		expect(own).toEqual(facts.map(({ seq }) => seq));
	}
	expect(told.some(({ username }) => username === 'leader')).toBe(false);
});
