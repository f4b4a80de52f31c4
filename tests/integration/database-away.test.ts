import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import type * as SocketIo from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { connect, type Connection } from '#lib/server/db/connect.ts';
import { startEmbedded, type Embedded } from '#lib/server/db/embedded.ts';
import { migrateUp } from '#lib/server/db/migrate.ts';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until, type WireAnswer } from '../harness/client.ts';
import { openPage } from '../harness/link.ts';
import { startProxy, type Proxy } from '../harness/proxy.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

vi.mock('socket.io-client', async (original) => {
	const [real, { ioOfPage }] = await Promise.all([
		original<typeof SocketIo>(),
		import('../harness/link.ts')
	]);
	return { ...real, io: ioOfPage(real.io) };
});

// A PostgreSQL of its own: this test kills it.
let dataDir: string;
let postgres: Embedded;
let database: Connection;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	mkdirSync('.data', { recursive: true });
	dataDir = mkdtempSync(resolve('.data/away-'));
	postgres = await startEmbedded({ dataDir });
	database = connect(postgres.url, { max: 2, log: { error: () => undefined } });
	await migrateUp(database.db);
	campaign = await prepareCampaign(database);
	server = await startServer(postgres.url, { LOG_LEVEL: 'info' });
});
afterAll(async () => {
	await server.stop();
	await database.db.destroy();
	await postgres.stop();
	rmSync(dataDir, { recursive: true });
});

async function killPostgres(): Promise<void> {
	const client = new pg.Client({ connectionString: postgres.adminUrl });
	client.on('error', () => undefined);
	await client.connect();
	const text = await client.query<{ text: string }>(
		"select pg_read_file('postmaster.pid') as text"
	);
	process.kill(Number.parseInt(text.rows[0]?.text ?? ''), 'SIGKILL');
	await client.end().catch(() => undefined);
}

test('a database killed under load loses nothing acknowledged, and all go on within 5 s', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screen = await new Client(server.url, token).connected();
	const { seq: start = 0 } = await screen.ask('join', { campaign: SLUG });
	const token2 = await signIn(server.url, 'commune-19330', campaign.password);
	const focal = await new Client(server.url, token2).connected();

	const acknowledged: string[] = [];
	const refusals = new Set<string>();
	let head = start;
	let stop = false;
	const load = (async () => {
		for (let amount = 1; !stop; amount++) {
			const id = randomUUID();
			const payload = { id, type: 'report.submit', input: report('19330', amount), campaign: SLUG };
			for (;;) {
				const answer = await focal.ask('command', payload);
				if (answer.ok) {
					acknowledged.push(id);
					head = answer.seq ?? head;
					break;
				}
				refusals.add(answer.error?.code ?? '');
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
		}
	})();

	await until('some are acknowledged', () => acknowledged.length > 50);
	await killPostgres();
	const before = acknowledged.length;
	await until('commands are acknowledged again', () => acknowledged.length > before + 50, 8000);
	stop = true;
	await load;
	await until('the screen has them all', () => screen.heard.at(-1) === head, 5000);

	// While it was away, commands were told so and nothing else.
	expect([...refusals].filter((code) => code !== 'unavailable')).toEqual([]);
	expect(screen.heard).toEqual(Array.from({ length: head - start }, (_, i) => start + 1 + i));
	const stored = await database.db.selectFrom('report_revision').select('command_id').execute();
	expect(stored.map(({ command_id }) => command_id).sort()).toEqual(acknowledged.sort());
	const health = await fetch(`${server.url}/healthz`);
	expect(health.status).toBe(200);
	screen.close();
	focal.close();
});

/** The server again, behind a network that can be cut. */
async function startBehindProxy(): Promise<{ proxy: Proxy; server: TestProcess }> {
	const url = new URL(postgres.url);
	const proxy = await startProxy(Number(url.port));
	url.hostname = '127.0.0.1';
	url.port = new URL(proxy.url).port;
	return { proxy, server: await startServer(url.href) };
}

test('while it is away pages and reads answer with their age, and nothing is done', async () => {
	const { proxy, server } = await startBehindProxy();
	const token = await signIn(server.url, 'leader', campaign.password);
	const token2 = await signIn(server.url, 'commune-19333', campaign.password);
	const ended = await signIn(server.url, 'coordinator', campaign.password);
	const api = (path: string, init: RequestInit = {}, bearer = token) =>
		fetch(`${server.url}/api/v1/${path}`, {
			...init,
			headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
		});
	const open = (path: string, cookie = token) =>
		fetch(`${server.url}/${SLUG}/${path}`, { headers: { cookie: `session=${cookie}` } });
	const submit = async () => {
		const input = report('19333', 3);
		const body = JSON.stringify({ id: randomUUID(), type: 'report.submit', input });
		const response = await api(`campaigns/${SLUG}/commands`, { method: 'POST', body }, token2);
		return (await response.json()) as WireAnswer;
	};
	const page = await openPage(server.url, token);
	await until('the page is live', () => page.link.status === 'live');
	expect((await api('session', {}, ended)).status).toBe(200);
	await api('session', { method: 'DELETE' }, ended);
	const { seq: head = 0 } = await submit();
	await until('the page has it', () => page.live.seq === head);

	proxy.cut();
	await until('it is noticed', () => page.link.status === 'stalled', 10_000);
	const heardAt = page.link.heardAt;
	expect((await fetch(`${server.url}/healthz`)).status).toBe(503);

	const first = await api(`campaigns/${SLUG}/snapshot`);
	expect(first.status).toBe(200);
	expect(Number(first.headers.get('age'))).toBeGreaterThanOrEqual(3);
	const { as_of } = (await first.json()) as { as_of: string };
	await new Promise((resolve) => setTimeout(resolve, 1500));
	const again = await api(`campaigns/${SLUG}/snapshot`);
	expect(await again.json()).toMatchObject({ as_of, seq: head });

	const facts = (await (await api(`campaigns/${SLUG}/facts?after=${head - 1}`)).json()) as object;
	expect(facts).toMatchObject({ head, facts: [{ seq: head }] });
	expect((await api(`campaigns/${SLUG}/boundaries`)).status).toBe(200);
	expect((await open('map')).status).toBe(200);
	expect(await submit()).toMatchObject({ ok: false, error: { code: 'unavailable' } });
	// Whoever signed out, or was never seen, stays out.
	expect((await api('session', {}, ended)).status).toBe(503);
	expect((await open('map', `${'a'.repeat(20)}.${'b'.repeat(43)}`)).status).toBe(503);
	// A page that was closed and opened again is let in by memory, and says how old it is.
	page.close();
	const reopened = await openPage(server.url, token);
	await until('it is let in', () => reopened.link.status === 'stalled', 5000);
	expect(reopened.link.heardAt).toBeNull();
	expect(heardAt).not.toBeNull();

	proxy.heal();
	await until('the page is live again', () => reopened.link.status === 'live', 7000);
	await until('commands are done again', async () => (await submit()).ok, 5000);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	expect((await api('session', {}, ended)).status).toBe(401);
	reopened.close();
	await server.stop();
	await proxy.close();
}, 90_000);

test('a database whose connections all went silent is found again within seconds', async () => {
	const { proxy, server } = await startBehindProxy();
	const token = await signIn(server.url, 'commune-19336', campaign.password);
	const focal = await new Client(server.url, token).connected();
	const send = () => focal.command('report.submit', report('19336', 4));
	// Several connections of the pool are in use before they die.
	await Promise.all(Array.from({ length: 10 }, send));
	proxy.freeze();
	// The log's own connection is silent too: within seconds all others are replaced with it.
	await new Promise((resolve) => setTimeout(resolve, 5000));
	const answers = await Promise.all(Array.from({ length: 10 }, send));
	expect(answers.filter(({ ok }) => !ok)).toEqual([]);
	expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
	focal.close();
	await server.stop();
	await proxy.close();
}, 60_000);
