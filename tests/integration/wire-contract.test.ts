import { randomUUID } from 'node:crypto';
import { connect as connectTo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
const open: Client[] = [];

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url);
});
afterEach(() => {
	for (const client of open.splice(0)) client.close();
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

async function connect(username: string): Promise<Client> {
	const token = await signIn(server.url, username, campaign.password);
	const client = new Client(server.url, token);
	open.push(client);
	return client.connected();
}
async function joined(username: string): Promise<Client> {
	const client = await connect(username);
	const answer = await client.ask('join', { campaign: SLUG });
	expect(answer.ok).toBe(true);
	return client;
}
async function get(path: string, username = 'leader', headers: Record<string, string> = {}) {
	const token = await signIn(server.url, username, campaign.password);
	return fetch(`${server.url}${path}`, {
		headers: { authorization: `Bearer ${token}`, ...headers }
	});
}
const reportsOf = async (unit: string) => {
	const rows = await database.db
		.selectFrom('report_revision')
		.select('revision')
		.where('unit_code', '=', unit)
		.execute();
	return rows.length;
};

describe('a report over the socket', () => {
	test('is answered, stored and heard by every screen', async () => {
		const leader = await joined('leader');
		const focal = await joined('commune-19330');
		const answer = await focal.command('report.submit', report('19330', 212));
		expect(answer).toMatchObject({ ok: true, result: { revision: 1, timely: true } });
		await until('the leader hears it', () => leader.heard.includes(answer.seq ?? 0));
		const fact = leader.frames.flatMap(({ facts }) => facts).find(({ seq }) => seq === answer.seq);
		expect(fact).toMatchObject({
			kind: 'report.submitted',
			actor: 'commune-19330',
			data: { unit: '19330', date: '2025-03-01', amounts: { cases: 212 } }
		});
		expect(await reportsOf('19330')).toBe(1);
	});

	test('sent again under its id is answered alike and done once', async () => {
		const focal = await joined('commune-19333');
		const id = randomUUID();
		const answers = await Promise.all(
			Array.from({ length: 8 }, () => focal.command('report.submit', report('19333', 40), id))
		);
		for (const answer of answers) expect(answer).toEqual(answers[0]);
		expect(answers[0]?.ok).toBe(true);
		expect(await reportsOf('19333')).toBe(1);
	});

	test('with other content under a used id is a conflict', async () => {
		const focal = await joined('commune-19336');
		const id = randomUUID();
		await focal.command('report.submit', report('19336', 40), id);
		const other = await focal.command('report.submit', report('19336', 41), id);
		expect(other).toMatchObject({ ok: false, error: { code: 'conflict' } });
		expect(await reportsOf('19336')).toBe(1);
	});

	test('for another commune is refused like one for no commune', async () => {
		const focal = await joined('commune-19339');
		const foreign = await focal.command('report.submit', report('19330', 5));
		const absent = await focal.command('report.submit', report('99999', 5));
		expect(foreign).toMatchObject({ ok: false, error: { code: 'not_found' } });
		expect(foreign).toEqual(absent);
	});

	test.each(['leader', 'group-1', 'administrator'])('by %s is forbidden', async (username) => {
		const client = await joined(username);
		const answer = await client.command('report.submit', report('19330', 5));
		expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
	});

	test.each([
		['negative', -1],
		['fractional', 1.5],
		['text', '12'],
		['missing', undefined],
		['too large', 1_000_001],
		['not a number at all', null]
	])('with an amount that is %s names the field', async (_name, amount) => {
		const focal = await joined('commune-19342');
		const input = report('19342', 1);
		const lines = [...input.lines, { category: 'death', measure: 'cases', amount }];
		const answer = await focal.command('report.submit', { ...input, lines });
		expect(answer).toMatchObject({
			ok: false,
			error: { code: 'invalid', field: 'lines.1.amount' }
		});
		expect(answer.error?.message).toMatch(/.{8}/);
		expect(await reportsOf('19342')).toBe(0);
	});

	test.each([
		['a day before the campaign', { date: '2025-02-28' }, 'invalid', 'date'],
		['a day still to come', { date: '2025-03-02' }, 'invalid', 'date'],
		['no lines', { lines: [] }, 'invalid', 'lines'],
		[
			'an unknown category',
			{ lines: [{ category: 'x', measure: 'cases', amount: 1 }] },
			'invalid',
			'lines.0.category'
		],
		[
			'an unknown measure',
			{ lines: [{ category: 'birth', measure: 'x', amount: 1 }] },
			'invalid',
			'lines.0.measure'
		],
		['a base that does not exist', { base_revision: 7 }, 'invalid', 'base_revision'],
		['a base beyond any number', { base_revision: 3e9 }, 'invalid', 'base_revision'],
		[
			'a day that no calendar has',
			{ device_time: '2025-02-31T10:00:00Z' },
			'invalid',
			'device_time'
		],
		['a note with a NUL in it', { note: 'a\u0000b' }, 'invalid', 'note']
	])('with %s is refused', async (_name, change, code, field) => {
		const focal = await joined('commune-19345');
		const answer = await focal.command('report.submit', { ...report('19345', 1), ...change });
		expect(answer).toMatchObject({ ok: false, error: { code, field } });
		expect(await reportsOf('19345')).toBe(0);
	});

	test('keeps the fields a correction does not name', async () => {
		const focal = await joined('commune-19348');
		await focal.command('report.submit', report('19348', 10));
		const lines = [{ category: 'death', measure: 'cases', amount: 5 }];
		const answer = await focal.command('report.submit', {
			...report('19348', 0),
			lines,
			base_revision: 1
		});
		expect(answer).toMatchObject({ result: { revision: 2, amounts: { cases: 15 } } });
	});
});

describe('declaring a target', () => {
	test('replaces what was allocated and is heard', async () => {
		const leader = await joined('leader');
		const focal = await joined('commune-19351');
		const input = { unit: '19351', target: { cases: 6000 } };
		const answer = await focal.command('target.declare', input);
		expect(answer).toMatchObject({ ok: true, result: { target: { cases: 6000 } } });
		await until('the leader hears it', () => leader.heard.includes(answer.seq ?? 0));
		const snapshot = (await (await get(`/api/v1/campaigns/${SLUG}/snapshot`)).json()) as {
			units: { code: string; target: object; target_origin: object }[];
		};
		expect(snapshot.units.find(({ code }) => code === '19351')).toMatchObject({
			target: { cases: 6000 },
			target_origin: { cases: 'declared', books: 'allocated' }
		});
	});
});

test('targets declared at once in different orders do not lock each other out', async () => {
	const focal = await joined('commune-19351');
	const targets = [
		{ books: 30, cases: 5000 },
		{ cases: 5000, books: 30 }
	];
	const answers = await Promise.all(
		Array.from({ length: 60 }, (_, i) => {
			return focal.command('target.declare', { unit: '19351', target: targets[i % 2] });
		})
	);
	expect(answers.filter(({ ok }) => !ok)).toEqual([]);
});

describe('HTTP', () => {
	test('does what the socket does, under the same ids', async () => {
		const id = randomUUID();
		const input = report('19354', 77);
		const focal = await joined('commune-19354');
		const bySocket = await focal.command('report.submit', input, id);
		const token = await signIn(server.url, 'commune-19354', campaign.password);
		const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/commands`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ id, type: 'report.submit', input })
		});
		expect(await response.json()).toEqual(bySocket);
	});

	test('serves what came after a seq, and a snapshot whose ETag names its state', async () => {
		const facts = (await (await get(`/api/v1/campaigns/${SLUG}/facts?after=0`)).json()) as {
			head: number;
			facts: { seq: number }[];
		};
		expect(facts.facts.map(({ seq }) => seq)).toEqual(facts.facts.map((_, i) => i + 1));
		expect(facts.facts).toHaveLength(facts.head);
		const path = `/api/v1/campaigns/${SLUG}/snapshot`;
		const snapshot = await get(path);
		const { seq, mark, view } = (await snapshot.json()) as {
			seq: number;
			mark: string;
			view: string;
		};
		expect(view).toBe('staff');
		const etag = `"${seq}-${mark}-1 staff"`;
		expect(snapshot.headers.get('etag')).toBe(etag);
		const again = await get(path, 'leader', { 'if-none-match': etag });
		expect(again.status).toBe(304);
	});

	test('tells nothing to strangers', async () => {
		for (const path of ['snapshot', 'facts', 'boundaries']) {
			const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/${path}`);
			expect(response.status).toBe(401);
		}
		expect((await get('/api/v1/campaigns/elsewhere/snapshot')).status).toBe(404);
	});

	test.each(['', '[', 'a b'])('survives the Host header %j', async (host) => {
		const reply = await new Promise<string>((resolve, reject) => {
			const socket = connectTo(server.port, '127.0.0.1', () => {
				socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
			});
			let text = '';
			socket.on('data', (chunk) => (text += chunk.toString()));
			socket.on('close', () => resolve(text));
			socket.on('error', reject);
		});
		expect(reply).toMatch(/^HTTP\/1\.1 400/);
		expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	});

	test('answers the health check and describes itself', async () => {
		const health = await fetch(`${server.url}/healthz`);
		expect(await health.json()).toMatchObject({ status: 'ok' });
		const api = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: object };
		expect(Object.keys(api.paths)).toContain('/api/v1/campaigns/{slug}/commands');
	});
});

describe('who may connect', () => {
	test('not a page of another origin, even with the cookie', async () => {
		const token = await signIn(server.url, 'leader', campaign.password);
		const headers = { origin: 'http://evil.example', cookie: `session=${token}` };
		const client = new Client(server.url, '', { auth: {}, extraHeaders: headers });
		open.push(client);
		await expect(client.connected()).rejects.toThrow();
	});

	test('our own page, by its cookie', async () => {
		const token = await signIn(server.url, 'leader', campaign.password);
		const headers = { origin: server.url, cookie: `session=${token}` };
		const client = new Client(server.url, '', { auth: {}, extraHeaders: headers });
		open.push(client);
		await client.connected();
	});

	test('nobody without a session', async () => {
		const client = new Client(server.url, 'forged.token');
		open.push(client);
		await expect(client.connected()).rejects.toThrow('unauthenticated');
	});

	test('a foreign page cannot post commands with the cookie either', async () => {
		const token = await signIn(server.url, 'commune-19330', campaign.password);
		const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/commands`, {
			method: 'POST',
			headers: {
				origin: 'http://evil.example',
				cookie: `session=${token}`,
				'content-type': 'application/json'
			},
			body: JSON.stringify({ id: randomUUID(), type: 'report.submit', input: report('19330', 1) })
		});
		expect(response.status).toBe(403);
	});

	test('a session ended elsewhere, or an account disabled, loses its sockets in about a second', async () => {
		const ended = await connect('group-2');
		const disabled = await connect('group-3');
		const { id } = await database.db
			.selectFrom('account')
			.select('id')
			.where('username', '=', 'group-2')
			.executeTakeFirstOrThrow();
		await database.db.deleteFrom('session').where('account_id', '=', id).execute();
		await database.db
			.updateTable('account')
			.set({ disabled_at: new Date() })
			.where('username', '=', 'group-3')
			.execute();
		for (const client of [ended, disabled]) {
			await until('the socket ends', () => client.socket.disconnected, 3000);
		}
	});

	test('a session that signs out loses its sockets at once', async () => {
		const token = await signIn(server.url, 'leader', campaign.password);
		const client = new Client(server.url, token, { reconnection: false });
		open.push(client);
		await client.connected();
		let told = false;
		client.socket.on('signed-out', () => (told = true));
		const authorization = `Bearer ${token}`;
		await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers: { authorization } });
		await until('the socket ends', () => client.socket.disconnected, 1000);
		expect(told).toBe(true);
	});
});
