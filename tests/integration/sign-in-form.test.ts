import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { createCampaign, type TestCampaign } from '../harness/campaign.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

const localeOf = async (username: string) => {
	const query = database.db.selectFrom('account').select('locale').where('username', '=', username);
	return (await query.executeTakeFirstOrThrow()).locale;
};
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

test('whoever signs in on an English page reads English, until they choose again', async () => {
	expect(await localeOf('leader')).toBe('vi');
	const response = await post({ cookie: 'PARAGLIDE_LOCALE=en' });
	expect(await localeOf('leader')).toBe('en');

	const [cookie = ''] = response.headers.get('set-cookie')?.split(';') ?? [];
	const choose = (locale: string, headers: Record<string, string>) =>
		fetch(`${server.url}/api/v1/session`, {
			method: 'PATCH',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify({ locale })
		});
	expect((await choose('fr', { cookie })).status).toBe(400);
	expect((await choose('vi', {})).status).toBe(401);
	expect(await localeOf('leader')).toBe('en');
	expect((await choose('vi', { cookie })).status).toBe(200);
	expect(await localeOf('leader')).toBe('vi');
});

test('a program that signs in says nothing about what its account reads', async () => {
	await post({ cookie: 'PARAGLIDE_LOCALE=en' });
	const { password } = campaign;
	await fetch(`${server.url}/api/v1/session`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ username: 'leader', password })
	});
	expect(await localeOf('leader')).toBe('en');
});

test('an account without any campaign comes to a page that says so, not into a circle', async () => {
	const names = { name_vi: 'Ai đó', name_en: 'Somebody' };
	const grant = { campaign_id: campaign.id, role: 'leader' as const };
	const account = { username: 'idle', password: campaign.password, ...names, grant };
	const [change] = await createAccounts(database.db, [account]);
	await database.db.deleteFrom('role_grant').where('account_id', '=', change!.account).execute();
	const { password } = campaign;
	const signedIn = await fetch(`${server.url}/login`, {
		method: 'POST',
		body: new URLSearchParams({ username: 'idle', password }),
		redirect: 'manual'
	});
	const cookie = signedIn.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	for (const path of ['/', '/login']) {
		const page = await fetch(server.url + path, { headers: { cookie } });
		expect(page.status).toBe(403);
		const text = await page.text();
		expect(text).toContain('chưa có việc trong chiến dịch nào');
		expect(text).toContain('action="/logout"');
	}
});
