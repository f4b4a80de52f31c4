import { connect } from 'node:net';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { signIn } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const ORIGIN = 'https://tiendo.example.vn';
let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
let token: string;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	// Behind a proxy that ends TLS, and that says nothing of where requests come from.
	server = await startServer(database.url, { ORIGIN, TRUST_PROXY: 'true' });
	token = await signIn(server.url, 'leader', campaign.password);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

const get = (path: string, init: RequestInit = {}) =>
	fetch(server.url + path, { redirect: 'manual', ...init });
const byToken = () => ({ headers: { authorization: `Bearer ${token}` } });
const bySession = () => ({ headers: { cookie: `__Host-session=${token}` } });
const api = `/api/v1/campaigns/${SLUG}`;

describe('every answer protects the browser', () => {
	test.each([
		['a page', '/login', {}, 200],
		['a redirect', '/', {}, 303],
		['a page that is missing', '/no/such/page', {}, 404],
		['a static file', '/icon.svg', {}, 200],
		['a static file asked for wrongly', '/icon.svg', { method: 'POST' }, 405],
		['the service worker', '/service-worker.js', {}, 200],
		[
			'a refused page of another origin',
			'/login',
			{ method: 'POST', headers: { origin: 'http://evil.example' } },
			403
		],
		['health', '/healthz', {}, 200],
		['an API answer without a session', `${api}/snapshot`, {}, 401],
		['the live channel', '/socket.io/?EIO=4&transport=polling', {}, 200],
		['a refusal of the live channel', '/socket.io/?EIO=4&transport=nothing', {}, 400]
	] as [string, string, RequestInit, number][])('%s', async (_, path, init, status) => {
		const { headers, status: answered } = await get(path, init);
		expect(answered).toBe(status);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
		expect(headers.get('content-type') ?? '').not.toBe('text/html');
	});

	test('a request that cannot be read', async () => {
		const socket = connect(server.port, '127.0.0.1');
		let said = '';
		socket.on('data', (part) => (said += part.toString()));
		socket.write('GET / HTTP/1.1\r\nbroken header\r\n\r\n');
		await once(socket, 'close');
		expect(said).toMatch(/^HTTP\/1\.1 400 /);
		expect(said).toContain('x-content-type-options: nosniff');
		expect(said).toContain('includeSubDomains');
	});
});

describe('what is private is kept by no browser', () => {
	/** Private and large: shapes of the map, which tell no figure, are asked for again after five minutes. */
	const SHAPES = /boundaries$/;

	test('pages and their data', async () => {
		const pages = ['map', 'report', 'requests', 'groups', 'review', 'inbox', 'account'];
		for (const page of pages) {
			for (const path of [`/${SLUG}/${page}`, `/${SLUG}/${page}/__data.json`]) {
				for (const init of [bySession(), {}]) {
					const { headers } = await get(path, init);
					expect(headers.get('cache-control'), path).toContain('no-store');
				}
			}
		}
	});

	test('every readable address of the API, with the cookie and with the token', async () => {
		const found = await readdir('src/routes/api/v1', { recursive: true });
		const paths = found
			.filter((file) => file.endsWith('+server.ts'))
			.map((file) => `/api/v1/${file.replace(/\/\+server\.ts$/, '')}`)
			.map((path) => path.replace('[slug]', SLUG).replace('[unit]', '19330'))
			.map((path) => path.replace('[date]', '2025-03-01').replace(/\[\w+\]/, '1'));
		expect(paths.length).toBeGreaterThan(10);
		for (const path of paths.filter((path) => !SHAPES.test(path))) {
			for (const init of [byToken(), bySession()]) {
				const { headers } = await get(path, init);
				expect(headers.get('cache-control'), path).toContain('no-store');
			}
		}
	});
});

test('the policy names our own origin alone, the live channel in so many words', async () => {
	const { headers } = await get('/login');
	const policy = headers.get('content-security-policy') ?? '';
	const directives = policy.split(';').map((directive) => directive.trim());
	expect(directives).toContain("connect-src 'self' wss://tiendo.example.vn");
	const hosts = policy.match(/\b(?:https?|wss?):[^\s;]*/g);
	expect(hosts).toEqual(['wss://tiendo.example.vn']);
});

test('pages say how their letters are written', async () => {
	for (const path of ['/login', '/offline', '/no/such/page', `/${SLUG}/map`]) {
		const { headers } = await get(path, bySession());
		const type = headers.get('content-type');
		if (headers.get('location') === null) expect(type, path).toBe('text/html; charset=utf-8');
	}
});

test('over TLS a planted plain cookie opens neither API nor live channel', async () => {
	const ask = (cookie: string) => get('/api/v1/session', { headers: { cookie } });
	expect((await ask(`session=${token}`)).status).toBe(401);
	expect((await ask(`__Host-session=${token}`)).status).toBe(200);
	/** What the live channel says to somebody who connects by polling. */
	const connected = async (cookie: string) => {
		const headers = { cookie };
		const polling = '/socket.io/?EIO=4&transport=polling';
		const opened = await (await get(polling, { headers })).text();
		const { sid } = JSON.parse(opened.slice(1)) as { sid: string };
		await get(`${polling}&sid=${sid}`, { method: 'POST', headers, body: '40' });
		return (await get(`${polling}&sid=${sid}`, { headers })).text();
	};
	expect(await connected(`session=${token}`)).toContain('unauthenticated');
	expect(await connected(`__Host-session=${token}`)).toMatch(/^40/);
});

test('a proxy that does not say where a request comes from is no failure', async () => {
	for (const headers of [{}, { 'x-forwarded-for': '' }, { 'x-forwarded-for': 'unknown' }]) {
		const answer = await get('/api/v1/session', {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) },
			body: JSON.stringify({ username: 'leader', password: 'wrong' })
		});
		expect(answer.status).toBe(401);
	}
});
