import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { SECURITY_EVENTS } from '#lib/server/security-log.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	const environment = { COMMANDS_PER_MINUTE: '20', TRUST_PROXY: 'true' };
	server = await startServer(database.url, environment);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

/** Everything that must be in no line: it is asked for once all has happened. */
const secrets = new Set<string>();
const keep = (secret: string) => {
	secrets.add(secret);
	return secret;
};
const written = (event: string) => server.security.filter((line) => line['event'] === event);
const until1 = (event: string, holds: (line: Record<string, unknown>) => boolean = () => true) =>
	until(`${event} is written`, () => written(event).some(holds), 4_000);
const form = (username: string, password: string, headers: Record<string, string> = {}) =>
	fetch(`${server.url}/login`, {
		method: 'POST',
		headers,
		body: new URLSearchParams({ username, password }),
		redirect: 'manual'
	});
const command = (token: string, type: string, input: unknown, slug = SLUG) =>
	fetch(`${server.url}/api/v1/campaigns/${slug}/commands`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ id: randomUUID(), type, input })
	});
const enter = async (username: string) =>
	keep(await signIn(server.url, username, keep(campaign.password)));

test('coming in: by the form and by the API, from where, and whether the browser was known', async () => {
	const from = { 'x-forwarded-for': '2001:db8:1:2:3:4:5:6' };
	const first = await form('leader', keep(campaign.password), from);
	const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
	for (const cookie of cookies) keep(cookie.split('=')[1] ?? '');
	await form('leader', campaign.password, { ...from, cookie: cookies.join('; ') });
	await enter('coordinator');
	await until1('sign_in', ({ username }) => username === 'coordinator');
	expect(written('sign_in')).toMatchObject([
		{ username: 'leader', network: '2001:db8:1:2', device: 'new', by: 'form', level: 30 },
		{ username: 'leader', device: 'known', by: 'form' },
		{ username: 'coordinator', device: 'new', by: 'api' }
	]);
});

test('failures and the limit they hit; what was typed into the wrong field is not written', async () => {
	await form(keep('mat-khau-cua-toi-42'), 'x');
	for (let guess = 0; guess < 7; guess++) await form('administrator', keep(`a-guess-${guess}`));
	await until1('limit_hit');
	expect(written('sign_in_failed')[0]).toMatchObject({ username: null, level: 40 });
	expect(written('sign_in_failed')[1]).toMatchObject({ username: 'administrator', device: 'new' });
	expect(written('limit_hit')[0]).toMatchObject({ limit: 'sign_in', username: 'administrator' });
});

test('pages of another origin, at the form and at the live channel', async () => {
	const origin = 'http://evil.example';
	await form('leader', campaign.password, { origin });
	await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, { headers: { origin } });
	await until1('origin_refused', ({ path }) => path === '/socket.io');
	expect(written('origin_refused')).toMatchObject([
		{ origin, path: '/login' },
		{ origin, path: '/socket.io' }
	]);
});

test('commands refused for want of rights, over HTTP and the socket, and too many of them', async () => {
	const token = await enter('commune-19330');
	const note = keep('điều ghi trong báo cáo');
	await command(token, 'report.submit', { ...report('19333', 5), note });
	await command(token, 'group.save', { group: 'group-1' });
	await command(token, 'no.such', {}, 'another-campaign');
	const client = await new Client(server.url, token).connected();
	await client.command('report.accept', { unit: '19330', date: '2025-03-01' });
	for (let i = 0; i < 20; i++) await client.command('report.submit', {});
	client.close();
	await until1('limit_hit', ({ limit }) => limit === 'commands');
	const who = { username: 'commune-19330', account: expect.any(Number) as number };
	expect(written('command_refused')).toMatchObject([
		{ ...who, campaign: SLUG, command: 'report.submit', code: 'not_found' },
		{ ...who, campaign: SLUG, command: 'group.save', code: 'forbidden' },
		{ ...who, campaign: 'another-campaign', command: 'unknown', code: 'not_found' },
		{ ...who, campaign: SLUG, command: 'report.accept', code: 'forbidden' }
	]);
});

test('rights that change and sessions that end while somebody is here', async () => {
	const token = await enter('group-2');
	const client = await new Client(server.url, token, { reconnection: false }).connected();
	await client.ask('join', { campaign: SLUG });
	const { db } = database;
	const { id } = await db
		.selectFrom('account')
		.select('id')
		.where('username', '=', 'group-2')
		.executeTakeFirstOrThrow();
	const grant = db.updateTable('role_grant').where('account_id', '=', id);
	await grant.set({ group_code: 'group-3' }).execute();
	await until1('rights_changed');
	expect(written('rights_changed')).toMatchObject([
		{ account: id, before: 'group_member group-2', after: 'group_member group-3' }
	]);
	await db.deleteFrom('session').where('account_id', '=', id).execute();
	await until1('session_ended');
	expect(written('session_ended')).toMatchObject([{ account: id, username: 'group-2' }]);

	const leaving = await enter('group-3');
	await fetch(`${server.url}/api/v1/session`, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${leaving}` }
	});
	await until1('sign_out');
	expect(written('sign_out')).toMatchObject([{ username: 'group-3' }]);
});

test("one's own password, asked for and changed, and one's own sessions", async () => {
	const names = { name_vi: 'Ai đó', name_en: 'Somebody' };
	const grant = { campaign_id: campaign.id, role: 'leader' as const };
	const account = { username: 'somebody', password: campaign.password, ...names, grant };
	await createAccounts(database.db, [account]);
	const token = await enter('somebody');
	await enter('somebody');
	const act = (action: string, fields: Record<string, string>) =>
		fetch(`${server.url}/${SLUG}/account?/${action}`, {
			method: 'POST',
			headers: { cookie: `session=${token}` },
			body: new URLSearchParams(fields)
		});
	const next = keep('con đường nhỏ ven sông');
	await act('password', { current: keep('mật khẩu nhớ nhầm'), next, again: next });
	await act('end_others', {});
	await act('password', { current: campaign.password, next, again: next });
	await until1('password_changed');
	const who = { username: 'somebody', account: expect.any(Number) as number };
	expect(written('password_refused')).toMatchObject([who]);
	expect(written('session_revoked')).toMatchObject([{ ...who, by: 'owner', sessions: 1 }]);
	expect(written('password_changed')).toMatchObject([{ ...who, by: 'owner' }]);
});

test('every event has happened; the command writes those of accounts', () => {
	const byCommand = ['account_disabled', 'account_enabled'];
	const seen = new Set([...byCommand, ...server.security.map(({ event }) => String(event))]);
	expect([...seen].sort()).toEqual([...SECURITY_EVENTS].sort());
});

test('no secret stands in anything the server wrote', () => {
	expect(secrets.size).toBeGreaterThan(12);
	const all = server.written();
	expect(all).toContain('"event":"sign_in"');
	for (const secret of secrets) {
		expect(all).not.toContain(secret);
		for (const half of secret.split('.')) expect(all).not.toContain(half);
	}
});
