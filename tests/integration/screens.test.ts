import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, until } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startProxy } from '../harness/proxy.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
let focal: Client;

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await prepareCampaign(database);
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
	expect(head).toBeGreaterThan(missed + 100);
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

test('a log that went back, as after restoring a backup, reaches screens as a new whole', async () => {
	const token = await signIn(server.url, 'leader', campaign.password);
	const screen = await new Client(server.url, token).connected();
	const wholes: number[] = [];
	let last = (await screen.ask('join', { campaign: SLUG })).seq ?? 0;
	screen.socket.on('connect', () => {
		void screen.ask('join', { campaign: SLUG, since: last }).then((answer) => {
			if (answer.units) wholes.push((last = answer.seq ?? 0));
		});
	});
	const { seq: head = 0 } = await focal.command('report.submit', report('19330', 7));
	await until('the screen hears it', () => screen.heard.at(-1) === head);
	last = head;
	await database.db
		.deleteFrom('fact')
		.where('seq', '>', head - 3)
		.execute();
	await database.db
		.updateTable('campaign')
		.set({ head_seq: head - 3 })
		.execute();
	await until('the screen is told the whole', () => wholes.length > 0);
	expect(wholes[0]).toBe(head - 3);
	screen.close();
});
