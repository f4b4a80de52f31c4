import type * as SocketIo from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Presence } from '#lib/protocol/frames.ts';
import { announce, appendFacts, type NewFact } from '#lib/server/log/append.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { openPage } from '../harness/link.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

vi.mock('socket.io-client', async (original) => {
	const [real, { ioOfPage }] = await Promise.all([
		original<typeof SocketIo>(),
		import('../harness/link.ts')
	]);
	return { ...real, io: ioOfPage(real.io) };
});

let database: TestDatabase;
let campaign: TestCampaign;
let first: TestProcess;
let second: TestProcess;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	[first, second] = await Promise.all([
		startServer(database.url, { LIMIT_FACTOR: '1' }),
		startServer(database.url)
	]);
});
afterAll(async () => {
	await Promise.all([first.stop(), second.stop()]);
	await database.drop();
});

/** Somebody connected and joined, with everything they were told of who is connected. */
async function open(server: TestProcess, username: string) {
	const token = await signIn(server.url, username, campaign.password);
	const client = await new Client(server.url, token).connected();
	const told: Presence[] = [];
	client.socket.on('presence', (presence: Presence) => told.push(presence));
	await client.ask('join', { campaign: SLUG });
	return {
		client,
		told,
		/** What a screen would show of a commune now. */
		now: (unit: string) =>
			told.reduce((known, { units }) => units[unit] ?? known, told[0]?.units[unit])
	};
}

describe('heartbeats', () => {
	test('a frame that never came is noticed and mended', async () => {
		const token = await signIn(first.url, 'leader', campaign.password);
		const page = await openPage(first.url, token);
		await until('the page is live', () => page.link.status === 'live');
		const { client: focal } = await open(first, 'commune-19330');
		page.drop('frame');
		const { seq = 0 } = await focal.command('report.submit', report('19330', 5));
		await until('the page has it after all', () => page.live.seq === seq, 8_000);
		expect(page.link.status).toBe('live');
		page.close();
		focal.close();
	});
});

describe('presence', () => {
	test('is the same on every process, and told to staff only, each what they see', async () => {
		// 19333 lies in Đông Hà (461); 19678 does not.
		const [leader, district, elsewhere, group] = await Promise.all([
			open(first, 'leader'),
			open(second, 'district-461'),
			open(first, 'district-464'),
			open(first, 'group-1')
		]);
		const focal = await open(second, 'commune-19333');
		await until('both know of it', () =>
			[leader, district].every(({ now }) => now('19333')?.connected === true)
		);
		expect(leader.told[0]?.whole).toBe(true);
		await until('all are counted', () => (leader.told.at(-1)?.screens ?? 0) >= 5);

		// Over HTTP alone one is heard too.
		const token = await signIn(first.url, 'commune-19678', campaign.password);
		await fetch(`${first.url}/api/v1/campaigns/${SLUG}/commands`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
			body: JSON.stringify({ id: crypto.randomUUID(), type: 'report.submit', input: {} })
		});
		await until('it is heard', () => leader.now('19678')?.connected === true);

		focal.client.close();
		await until(
			'its absence is noticed',
			() => [leader, district].every(({ now }) => now('19333')?.connected === false),
			40_000
		);
		expect(district.now('19678')).toBeUndefined();
		expect(elsewhere.now('19333')).toBeUndefined();
		expect([group.told, focal.told]).toEqual([[], []]);
		for (const { client } of [leader, district, elsewhere, group]) client.close();
	}, 90_000);

	test('follows a change of grants, and nobody keeps hearing what they lost', async () => {
		const officer = await open(second, 'district-461');
		let joined = 0;
		officer.client.socket.on('connect', () => {
			void officer.client.ask('join', { campaign: SLUG }).then(() => joined++);
		});
		const ofOfficer = database.db
			.selectFrom('account')
			.select('id')
			.where('username', '=', 'district-461');
		await database.db
			.updateTable('role_grant')
			.set({ unit_code: '464' })
			.where('account_id', '=', ofOfficer)
			.execute();
		await until('the officer came back', () => joined === 1, 5000);
		const whole = officer.told.findLast(({ whole }) => whole);
		expect(whole?.units['19330']).toBeUndefined();

		await database.db.deleteFrom('role_grant').where('account_id', '=', ofOfficer).execute();
		await until('the officer came back again', () => joined === 2, 5000);
		const before = officer.client.frames.length;
		const { client: focal } = await open(second, 'commune-19330');
		await focal.command('report.submit', report('19330', 6));
		await new Promise((resolve) => setTimeout(resolve, 500));
		expect(officer.client.frames).toHaveLength(before);
		officer.client.close();
		focal.close();
	});
});

describe('one account doing its worst', () => {
	const refusal = (client: Client) =>
		client.connected().then(
			() => 'let in',
			({ message }: Error) => message
		);

	test('has so many sockets, of all its sessions; one that goes makes room', async () => {
		const sessions: string[] = [];
		for (let i = 0; i < 3; i++) {
			sessions.push(await signIn(first.url, 'commune-19336', campaign.password));
		}
		const [one = '', two = '', three = ''] = sessions;
		const open = (token: string) => new Client(first.url, token, { reconnection: false });
		const clients = Array.from({ length: 10 }, () => open(one));
		expect(new Set(await Promise.all(clients.map(refusal)))).toEqual(new Set(['let in']));
		expect(await refusal(open(one))).toBe('rate_limited');
		const others = Array.from({ length: 10 }, () => open(two));
		expect(new Set(await Promise.all(others.map(refusal)))).toEqual(new Set(['let in']));
		expect(await refusal(open(three))).toBe('rate_limited');
		clients[0]?.close();
		await until('there is room', async () => (await refusal(open(three))) === 'let in');
		for (const client of [...clients, ...others]) client.close();
		const { client: another } = await openHere('commune-19342');
		another.close();
	});

	test('asks so often over HTTP, and is refused in the words of what was asked; nobody else is', async () => {
		const ask = (token: string, path: string) =>
			fetch(`${first.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
		const api = `/api/v1/campaigns/${SLUG}/reports/19339`;
		const token = await signIn(first.url, 'commune-19339', campaign.password);
		const answers: Response[] = [];
		for (let i = 0; i < 400 && answers.at(-1)?.status !== 429; i++)
			answers.push(await ask(token, api));
		expect(answers.length).toBeGreaterThan(50);
		const refused = answers.at(-1);
		expect(refused?.status).toBe(429);
		expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(refused?.headers.get('x-content-type-options')).toBe('nosniff');
		expect(await refused?.json()).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
		expect(first.security.filter(({ limit }) => limit === 'requests')).toHaveLength(1);
		// Files of the build are the same for everybody, and always there.
		expect((await ask(token, '/_app/version.json')).status).toBe(200);
		const other = await signIn(first.url, 'commune-19342', campaign.password);
		expect((await ask(other, `/api/v1/campaigns/${SLUG}/reports/19342`)).status).toBe(200);
	});

	test('is given so much of the past, in asks and in bytes, by all its sockets together', async () => {
		// Facts that change nothing, half a megabyte of them.
		const data = { date: '2025-03-01', day: 1, text: 'x'.repeat(4096) };
		const fact: NewFact = { kind: 'day.opened', data };
		const facts = Array.from({ length: 128 }, () => fact);
		const entry = { campaignId: campaign.id, at: new Date(), actor: 'system', facts };
		const head = await appendFacts(database.db, entry);
		await announce(database.db, campaign.id);
		const { client: leader } = await openHere('leader');
		await until('they are heard', async () => {
			const { seq = 0 } = await leader.ask('join', { campaign: SLUG, since: head });
			return seq >= head;
		});
		const { units } = await leader.ask('resume', { campaign: SLUG, since: head - 128 });
		expect(units, 'the whole, which is shorter than what was missed').toBeDefined();
		const { seq, units: none } = await leader.ask('resume', { campaign: SLUG, since: head - 50 });
		expect([seq, none]).toEqual([head, undefined]);
		leader.close();

		const [a, b] = [await openHere('group-2'), await openHere('group-2')];
		const answers: (string | undefined)[] = [];
		for (let i = 0; i < 64; i++) {
			const { client } = i % 2 ? a : b;
			// What is not understood counts as well.
			const payload = i % 4 ? { campaign: SLUG, since: head } : { nothing: true };
			answers.push((await client.ask('resume', payload)).error?.code);
		}
		expect(answers.slice(-2)).toEqual(['rate_limited', 'rate_limited']);
		expect(answers.slice(0, 4)).toEqual(['invalid', undefined, undefined, undefined]);
		for (const { client } of [a, b]) client.close();
	});

	const openHere = (username: string) => open(first, username);
});

test('a server that is told to stop says so; all come back, not at once, and miss nothing', async () => {
	const port = String(second.port);
	const leader = await signIn(second.url, 'leader', campaign.password);
	const page = await openPage(second.url, leader);
	const screens = await Promise.all(
		Array.from({ length: 60 }, async () => {
			const screen = await new Client(second.url, leader).connected();
			const notices: number[] = [];
			screen.socket.on('restarting', ({ within }: { within: number }) => notices.push(within));
			const { seq: start = 0 } = await screen.ask('join', { campaign: SLUG });
			screen.socket.on('connect', () => {
				void screen.ask('join', { campaign: SLUG, since: screen.heard.at(-1) ?? start });
			});
			return { screen, notices, start };
		})
	);
	await until('the page is live', () => page.link.status === 'live');
	const stopped = second.stop();
	const { client: focal } = await open(first, 'commune-19330');
	await focal.command('report.submit', report('19330', 7));
	await stopped;
	for (const { notices } of screens) expect(notices).toEqual([expect.any(Number)]);
	expect(page.link.status).not.toBe('live');
	const { seq: head = 0 } = await focal.command('report.submit', report('19330', 8));
	second = await startServer(database.url, { PORT: port });
	await until('all have everything', () =>
		screens.every(({ screen }) => screen.heard.at(-1) === head)
	);
	for (const { screen, start } of screens) {
		expect(screen.heard).toEqual(Array.from({ length: head - start }, (_, i) => start + 1 + i));
		screen.close();
	}
	await until('the page too', () => page.link.status === 'live' && page.live.seq === head);
	page.close();
	focal.close();
});
