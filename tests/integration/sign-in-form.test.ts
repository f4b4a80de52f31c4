import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareCampaign, type TestCampaign } from '../harness/campaign.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await prepareCampaign(database);
	server = await startServer(database.url);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

const post = (headers: Record<string, string>, password = campaign.password) =>
	fetch(`${server.url}/login`, {
		method: 'POST',
		headers,
		body: new URLSearchParams({ username: 'leader', password }),
		redirect: 'manual'
	});

test('the form signs in a program that knows only the address', async () => {
	const response = await post({});
	expect(response.status).toBe(303);
	expect(response.headers.get('set-cookie')).toMatch(/^session=.+HttpOnly; SameSite=Lax/i);
});

test('the form refuses a page of another origin', async () => {
	const response = await post({ origin: 'http://evil.example' });
	expect(response.status).toBe(403);
	expect(response.headers.get('set-cookie')).toBeNull();
});

test('behind TLS the cookie is bound to the host', async () => {
	const secure = await startServer(database.url, { ORIGIN: 'https://tiendo.example.vn' });
	const response = await fetch(`${secure.url}/login`, {
		method: 'POST',
		headers: { origin: 'https://tiendo.example.vn' },
		body: new URLSearchParams({ username: 'leader', password: campaign.password }),
		redirect: 'manual'
	});
	await secure.stop();
	expect(response.headers.get('set-cookie')).toMatch(/^__Host-session=.+Secure/i);
});

test('a wrong password is not signed in', async () => {
	const response = await post({}, 'wrong');
	expect(response.headers.get('set-cookie')).toBeNull();
	expect(response.status).toBeGreaterThanOrEqual(400);
});
