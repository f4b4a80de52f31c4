import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSession } from '#lib/server/auth/sessions.ts';
import { migrateDown, migrationStatus } from '#lib/server/db/migrate.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startProxy, type Proxy } from '../harness/proxy.ts';
import { startServer } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let network: Proxy;
/** The database at the far end of a network that can be cut. */
let url: string;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	const address = new URL(database.url);
	network = await startProxy(Number(address.port));
	address.port = String(network.port);
	url = address.href;
});
afterAll(async () => {
	await network.close();
	await database.drop();
});

test('a server that starts while its database is away waits, says so once, and comes up by itself', async () => {
	const leader = await database.db
		.selectFrom('account')
		.select('id')
		.where('username', '=', 'leader')
		.executeTakeFirstOrThrow();
	await migrateDown(database.db); // an update: there is something to apply when it comes
	network.cut();
	const servers = await Promise.all([startServer(url), startServer(url, { WORKERS: '2' })]);
	for (const { url } of servers) {
		const health = await fetch(`${url}/healthz`);
		expect([health.status, await health.json()]).toMatchObject([503, { status: 'database away' }]);
		const api = await fetch(`${url}/api/v1/campaigns/${SLUG}/snapshot`);
		expect([api.status, await api.json()]).toMatchObject([503, { error: { code: 'unavailable' } }]);
		for (const path of ['login', `${SLUG}/map`]) {
			const page = await fetch(`${url}/${path}`, { headers: { accept: 'text/html' } });
			expect(page.status).toBe(503);
			expect(await page.text()).toContain('Máy chủ tạm thời chưa phục vụ được');
		}
	}
	const { token } = await createSession(database.db, leader.id, new Date());
	const screens = servers.flatMap(({ url }) => [
		new Client(url, token),
		new Client(url, token, { transports: ['polling'] })
	]);
	await new Promise((resolve) => setTimeout(resolve, 2_000)); // it is tried several times
	network.heal();
	const back = Date.now();
	for (const server of servers) {
		await until('it serves', async () => (await fetch(`${server.url}/healthz`)).ok);
		expect(Date.now() - back).toBeLessThan(8_000);
		const person = await signIn(server.url, 'commune-19330', campaign.password);
		const client = await new Client(server.url, person).connected();
		await client.ask('join', { campaign: SLUG });
		expect(await client.command('report.submit', report('19330', 3))).toMatchObject({ ok: true });
		client.close();
		const waited = server.said.filter((line) => line.includes('is waited for'));
		expect(waited).toHaveLength(1);
		expect(waited[0]).not.toContain(new URL(url).password);
		expect(server.said.join('\n')).not.toContain('    at ');
	}
	// A client that knows nothing of us was not turned away: Socket.IO brings it back by itself.
	await until('all are connected', () => screens.every(({ socket }) => socket.connected));
	for (const screen of screens) screen.close();
	expect((await migrationStatus(database.db)).every(({ appliedAt }) => appliedAt)).toBe(true);
	await Promise.all(servers.map((server) => server.stop()));
}, 120_000);

/** Starts the server, which is expected to end. */
async function ends(databaseUrl: string, ...options: string[]) {
	const child = spawn(process.execPath, ['src/server.ts', ...options], {
		env: { ...process.env, DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: '0' },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let said = '';
	child.stderr.on('data', (text: Buffer) => (said += text.toString()));
	child.stdout.resume();
	const [code] = (await once(child, 'close')) as [number];
	return { code, said };
}

test('a database that refuses is not waited for: one sentence, exit code 1', async () => {
	const changed = (change: (address: URL) => void) => {
		const address = new URL(database.url);
		change(address);
		return address.href;
	};
	const wrongPassword = changed((address) => (address.password = 'wrong'));
	const newer = await createTestDatabase();
	await sql`insert into kysely_migration (name, timestamp) values ('2999-01-01-later', now())`.execute(
		newer.db
	);
	const [known] = (await migrationStatus(newer.db)).slice(-2);
	const [password, supervised, unknown, encrypted, outdated] = await Promise.all([
		ends(wrongPassword),
		ends(wrongPassword, '--workers', '2'),
		ends(changed((address) => (address.pathname = '/nowhere'))),
		ends(changed((address) => (address.search = '?sslmode=verify-full'))),
		ends(newer.url)
	]);
	for (const { code, said } of [password, supervised, unknown, encrypted, outdated]) {
		expect(said.trim().split('\n')).toHaveLength(1);
		expect(code).toBe(1);
	}
	for (const { said } of [password, supervised]) expect(said).toContain('password');
	expect(unknown.said).toContain('The database nowhere');
	expect(encrypted.said).toContain('TLS');
	expect(outdated.said).toContain('2999-01-01-later');
	expect(outdated.said).toContain(known?.name);
	expect(outdated.said).toContain('start the newer program');
	await newer.drop();
}, 120_000);
