import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCampaign } from '#lib/server/campaigns/import.ts';
import { readPackage } from '#lib/server/campaigns/package.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until, type WireFrame } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startProxy } from '../harness/proxy.ts';
import { rewriteLog } from '../harness/rewrite-log.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
let focal: Client;

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url);
	focal = await new Client(
		server.url,
		await signIn(server.url, 'commune-19330', campaign.password)
	).connected();
	await focal.ask('join', { campaign: SLUG });
});
afterAll(async () => {
	focal.close();
	await server.stop();
	await database.drop();
});

test('one report reaches 200 screens, each exactly once', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screens = Array.from({ length: 200 }, () => new Client(server.url, token));
	await Promise.all(screens.map((screen) => screen.connected()));
	await Promise.all(screens.map((screen) => screen.ask('join', { campaign: SLUG })));
	const { seq = 0 } = await focal.command('report.submit', report('19330', 10));
	await until('all 200 hear it', () => screens.every(({ heard }) => heard.includes(seq)));
	for (const { heard } of screens) expect(heard).toEqual([seq]);
	for (const screen of screens) screen.close();
});

test('after a network cut of 5 s a screen has exactly the facts it missed', async () => {
	const proxy = await startProxy(server.port);
	const token = await signIn(server.url, 'leader', campaign.password);
	const screen = await new Client(proxy.url, token).connected();
	const { seq: start = 0 } = await screen.ask('join', { campaign: SLUG });
	screen.socket.on('connect', () => {
		void screen.ask('join', { campaign: SLUG, since: screen.heard.at(-1) ?? start });
	});
	let head = start;
	const reportUntil = async (end: number) => {
		while (Date.now() < end) {
			const answer = await focal.command('report.submit', report('19330', head % 1000));
			head = answer.seq ?? head;
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
	};
	await reportUntil(Date.now() + 300);
	proxy.cut();
	const missed = head;
	await reportUntil(Date.now() + 5000);
	expect(head).toBeGreaterThan(missed + 20);
	proxy.heal();
	await reportUntil(Date.now() + 1500); // it comes back in the middle of a rush
	await until('it has caught up', () => screen.heard.at(-1) === head);
	expect(screen.heard).toEqual(Array.from({ length: head - start }, (_, i) => start + 1 + i));
	screen.close();
	await proxy.close();
});

test('a screen that missed more than memory holds gets a snapshot', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screen = await new Client(server.url, token).connected();
	const ahead = await screen.ask('resume', { campaign: SLUG, since: 1_000_000 });
	expect(ahead.units).toHaveLength(130);
	const wrong = await screen.ask('resume', { campaign: SLUG });
	expect(wrong).toMatchObject({ ok: false, error: { code: 'invalid', field: 'since' } });
	screen.close();
});

/** A screen that joins again whenever it is cut, and says which wholes it was told. */
async function followingScreen(token: string) {
	const screen = await new Client(server.url, token).connected();
	const wholes: number[] = [];
	const first = await screen.ask('join', { campaign: SLUG });
	let { seq: since, mark } = first;
	const setup = first.campaign?.setup;
	screen.socket.on('connect', () => {
		void screen.ask('join', { campaign: SLUG, since, mark, setup }).then((answer) => {
			if (answer.units) wholes.push(answer.seq ?? 0);
		});
	});
	screen.socket.on('frame', ({ to, facts }: WireFrame) => {
		since = to;
		mark = facts.at(-1)?.mark;
	});
	return { screen, wholes, close: () => screen.close() };
}

describe.each([
	{ what: 'shorter', count: 3, instead: 0 },
	{ what: 'as long', count: 3, instead: 3 },
	{ what: 'longer', count: 3, instead: 5 }
])('a log with another past that is $what, as after a failover or a restored backup', (log) => {
	test('reaches screens that were there and those that come back, as a new whole', async () => {
		const token = await signIn(server.url, 'leader', campaign.password);
		for (let i = 0; i < 4; i++) await focal.command('report.submit', report('19330', 7 + i));
		const open = await followingScreen(token);
		const away = await new Client(server.url, token).connected();
		const { seq: head = 0, mark } = await away.ask('join', { campaign: SLUG });
		const address = `${server.url}/api/v1/campaigns/${SLUG}`;
		const authorization = `Bearer ${token}`;
		const before = await fetch(`${address}/snapshot`, { headers: { authorization } });
		const tag = before.headers.get('etag') ?? '';
		away.socket.disconnect();

		await rewriteLog(database, log);
		const now = head - log.count + log.instead;
		await until('the screen that was there is told the whole', () => open.wholes.length > 0);
		expect(open.wholes[0]).toBe(now);
		// The number may come again: the log grows beyond what the others have seen.
		for (let i = 0; i < 4; i++) await focal.command('report.submit', report('19330', 20 + i));

		away.socket.connect();
		const back = await away.connected();
		const whole = await back.ask('join', { campaign: SLUG, since: head, mark });
		expect(whole.units).toHaveLength(130);
		const headers = { authorization, 'if-none-match': tag };
		expect((await fetch(`${address}/snapshot`, { headers })).status).toBe(200);
		const asked = `${address}/facts?after=${head}&mark=${mark}`;
		const refused = await fetch(asked, { headers: { authorization } });
		expect(refused.status).toBe(409);
		expect(await refused.json()).toMatchObject({ ok: false, error: { code: 'conflict' } });

		// What has the same past is told just what it missed.
		const same = await back.ask('join', { campaign: SLUG, since: whole.seq, mark: whole.mark });
		expect(same.units).toBeUndefined();
		const rest = await fetch(`${address}/facts?after=${whole.seq}&mark=${whole.mark}`, {
			headers: { authorization }
		});
		expect(await rest.json()).toMatchObject({ head: whole.seq, facts: [] });
		back.close();
		open.close();
	});
});

test('a set-up that was changed beside a running server reaches its screens as a new whole', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const { screen, wholes, close } = await followingScreen(token);
	const { seq: since, mark, campaign: known } = await screen.ask('join', { campaign: SLUG });
	const read = await readPackage('src/campaigns/quang-tri-2025');
	if (!read.ok) throw new Error('the package cannot be read');
	const renamed = read.package.units.map((unit) =>
		unit.code === '19330' ? { ...unit, name_vi: 'Phường Một', name_en: 'Ward One' } : unit
	);
	await importCampaign(database.db, { ...read.package, units: renamed });
	await until('the screen is told the whole', () => wholes.length > 0);
	const old = { campaign: SLUG, since, mark, setup: known?.setup };
	const whole = await screen.ask('resume', old);
	expect(whole.units).toContainEqual(expect.objectContaining({ name_vi: 'Phường Một' }));
	expect(await screen.ask('resume', { ...old, setup: whole.campaign?.setup })).toMatchObject({
		ok: true,
		seq: whole.seq
	});
	close();
});
