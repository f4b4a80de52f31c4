import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const WORKERS = 4;
let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url, { WORKERS: String(WORKERS), TRUST_PROXY: 'true' });
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

const workers = () =>
	execFileSync('pgrep', ['-P', String(server.pid)], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map(Number);
const slotOf = ({ socket }: Client) => socket.io.engine.id.split('.')[0];

/** A screen that joins whenever it connects, from where it is. */
async function openScreen(token: string, transports: string[]): Promise<Client> {
	const screen = await new Client(server.url, token, { transports }).connected();
	let start = 0;
	const join = async () => {
		const since = screen.heard.at(-1) ?? (start || undefined);
		const { seq = 0 } = await screen.ask('join', { campaign: SLUG, since });
		start ||= seq;
	};
	await join();
	screen.socket.on('connect', () => void join().catch(() => undefined)); // cut again: it joins again
	return screen;
}

test('a report through any worker reaches screens on all, by WebSocket and by polling', async () => {
	const leader = await signIn(server.url, 'leader', campaign.password);
	const token = await signIn(server.url, 'commune-19330', campaign.password);
	const screens = await Promise.all(
		Array.from({ length: 48 }, (_, i) =>
			openScreen(leader, [['websocket'], ['polling'], ['polling', 'websocket']][i % 3] ?? [])
		)
	);
	expect(new Set(screens.map(slotOf)).size).toBe(WORKERS);
	const sent: number[] = [];
	for (let i = 1; i <= 12; i++) {
		const focal = await new Client(server.url, token).connected();
		const { seq = 0 } = await focal.command('report.submit', report('19330', i));
		sent.push(seq);
		focal.close();
	}
	await until('all screens hear all', () =>
		screens.every(({ heard }) => sent.every((seq) => heard.includes(seq)))
	);
	for (const { heard } of screens) expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b));
	for (const screen of screens) screen.close();
});

test('a killed worker loses nothing: its screens are back elsewhere and it is replaced', async () => {
	const leader = await signIn(server.url, 'leader', campaign.password);
	const token = await signIn(server.url, 'commune-19330', campaign.password);
	const screens = await Promise.all(
		Array.from({ length: 24 }, (_, i) => openScreen(leader, i % 2 ? ['websocket'] : ['polling']))
	);
	const before = workers();
	expect(before).toHaveLength(WORKERS);
	const focal = await new Client(server.url, token).connected();
	let lastSeq = 0;
	let stop = false;
	const acknowledged: number[] = [];
	const load = (async () => {
		for (let amount = 1; !stop; amount++) {
			const answer = await focal
				.command('report.submit', report('19330', amount))
				.catch(() => ({ ok: false, seq: 0 }));
			if (answer.ok) acknowledged.push((lastSeq = answer.seq ?? 0));
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
	})();
	await until('some reports', () => acknowledged.length > 20);
	process.kill(before[0] ?? 0, 'SIGKILL');
	const died = Date.now();
	await until('all screens are connected', () => screens.every(({ socket }) => socket.connected));
	await until('the worker is replaced', () => {
		const now = workers();
		return now.length === WORKERS && !now.includes(before[0] ?? 0);
	});
	stop = true;
	await load;
	await until(
		'all screens have all that was acknowledged',
		() =>
			screens.every(({ heard }) => acknowledged.every((seq) => heard.includes(seq) || seq === 0)),
		5000
	);
	expect(Date.now() - died).toBeLessThan(20_000);
	for (const { heard } of screens) {
		const first = heard[0] ?? 0;
		expect(heard).toEqual(Array.from({ length: heard.length }, (_, i) => first + i));
	}
	expect(lastSeq).toBeGreaterThan(0);
	focal.close();
	for (const screen of screens) screen.close();
});

test('a session revoked through one worker loses its sockets on all within a second', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screens = await Promise.all(
		Array.from({ length: 8 }, () => openScreen(token, ['websocket']))
	);
	await fetch(`${server.url}/api/v1/session`, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${token}` }
	});
	const ended = Date.now();
	await until('none is connected', () => screens.every(({ socket }) => !socket.connected), 3000);
	expect(Date.now() - ended).toBeLessThan(1500);
	for (const screen of screens) screen.close();
});

test('guesses at a password are counted over all workers', async () => {
	const guess = () =>
		fetch(`${server.url}/api/v1/session`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify({ username: 'coordinator', password: 'wrong' })
		});
	const codes: number[] = [];
	for (let i = 0; i < 6; i++) codes.push((await guess()).status);
	expect(codes.slice(0, 5)).not.toContain(429);
	expect(codes[5]).toBe(429);
});

test('no query makes a worker hand over, or fail, what is no request of the live channel', async () => {
	const ask = (path: string) =>
		fetch(`${server.url}${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: JSON.stringify({ username: 'leader', password: campaign.password })
		});
	for (const slot of [1, 2, 3, 4, 77, 9999]) {
		expect((await ask(`/api/v1/session?sid=${slot}.x`)).status).toBe(200);
		const unknown = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&sid=${slot}.x`);
		expect(unknown.status).toBe(400);
	}
});

test('guesses at one name are counted together, whichever worker and address they come through', async () => {
	const statuses: number[] = [];
	for (let guess = 0; guess < 24; guess++) {
		const answer = await fetch(`${server.url}/api/v1/session`, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-forwarded-for': `10.0.0.${guess}`,
				connection: 'close' // so that the system chooses a worker anew
			},
			body: JSON.stringify({ username: 'administrator', password: 'wrong' })
		});
		statuses.push(answer.status);
	}
	expect(statuses.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => 401));
	expect(statuses.slice(21)).toEqual([429, 429, 429]);
});
