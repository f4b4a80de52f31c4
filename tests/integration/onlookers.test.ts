import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, signIn, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

type People = Record<string, { at: string; editing: boolean; name_vi: string } | null>;

let database: TestDatabase;
let campaign: TestCampaign;
let servers: TestProcess[];

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	servers = await Promise.all([startServer(database.url), startServer(database.url)]);
});
afterAll(async () => {
	await Promise.all(servers.map((server) => server.stop()));
	await database.drop();
});

/** Somebody's screen on one of the processes, and who they heard look at what. */
async function openScreen(username: string, process: number) {
	const { url } = servers[process]!;
	const token = await signIn(url, username, campaign.password);
	const client = await new Client(url, token).connected();
	const seen: People = {};
	client.socket.on('onlookers', ({ people }: { people: People }) => Object.assign(seen, people));
	await client.ask('join', { campaign: SLUG });
	return {
		seen,
		look: (looking_at: string | null, editing = false) =>
			client.socket.emit('presence', { campaign: SLUG, looking_at, editing }),
		close: () => client.close()
	};
}

/** A commune asks for help. @returns what a screen that shows it says it looks at */
async function raise(unit: string): Promise<string> {
	const { url } = servers[0]!;
	const token = await signIn(url, `commune-${unit}`, campaign.password);
	const client = await new Client(url, token).connected();
	const about = { unit, kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng' };
	const { result } = await client.command('request.raise', about);
	client.close();
	return `request:${String(result?.['request'])}`;
}

test("a district's officers are told who looks at requests of their own places", async () => {
	const { url } = servers[0]!;
	const numbers: number[] = [];
	for (const unit of ['19330', '19678']) {
		const token = await signIn(url, `commune-${unit}`, campaign.password);
		const commune = await new Client(url, token).connected();
		const { result } = await commune.command('request.raise', {
			...{ unit, kind: 'equipment', severity: 'slowing', title: 'Máy quét hỏng' }
		});
		numbers.push(Number(result?.['request']));
		commune.close();
	}
	const [own, other] = numbers.map((number) => `request:${number}`) as [string, string];
	const group = await openScreen('group-3', 0);
	const coordinator = await openScreen('coordinator', 0);
	const officer = await openScreen('district-461', 0);
	const at = ({ seen }: { seen: People }) => seen['group-3']?.at ?? null;
	group.look(other);
	await until('staff hear of the other district', () => at(coordinator) === other);
	expect(officer.seen).toEqual({});
	group.look(own);
	await until('the officer hears of the own', () => at(officer) === own);
	group.look(other);
	await until('and that nobody looks there any more', () => at(officer) === null);
	await until('staff hear where', () => at(coordinator) === other);
	const late = await openScreen('district-461', 0);
	expect(late.seen).toEqual({});
	for (const screen of [group, coordinator, officer, late]) screen.close();
});

test('who looks at a request is told on every process, never to communes, until the screen goes', async () => {
	const group = await openScreen('group-1', 0);
	const coordinator = await openScreen('coordinator', 0);
	const elsewhere = await openScreen('leader', 1);
	const commune = await openScreen('commune-19330', 0);
	const [request, other] = [await raise('19330'), await raise('19678')];
	const district = await openScreen('district-461', 0);
	group.look(request);
	const at = (seen: People, who = 'group-1') => seen[who]?.at;
	await until('the same process hears', () => at(coordinator.seen) === request);
	await until('the other process hears', () => at(elsewhere.seen) === request);
	expect(elsewhere.seen['group-1']).toMatchObject({ editing: false, name_vi: 'Tổ trưởng tổ 1' });

	group.look(request, true);
	await until('writing is told', () => coordinator.seen['group-1']?.editing === true);
	const late = await openScreen('group-2', 0);
	await until('who joins later is told all', () => at(late.seen) === request);

	// What is no request, or is not this person's to read, is told to nobody.
	commune.look(request);
	group.look('everything');
	group.look('request:999999', true);
	district.look(other);
	district.look('request:999999');
	// Who may not write there is not said to write.
	const onlooker = await openScreen('administrator', 0);
	onlooker.look(request, true);
	await until('somebody looks', () => at(coordinator.seen, 'administrator') === request);
	expect(coordinator.seen['administrator']).toMatchObject({ editing: false });
	expect(at(coordinator.seen)).toBe(request);
	expect(coordinator.seen).not.toHaveProperty('district-461');
	group.close();
	await until('gone here', () => coordinator.seen['group-1'] === null);
	await until('gone there', () => elsewhere.seen['group-1'] === null);
	expect(commune.seen).toEqual({});
	expect(coordinator.seen).not.toHaveProperty('commune-19330');
	for (const screen of [coordinator, elsewhere, commune, late, district, onlooker]) screen.close();
});
