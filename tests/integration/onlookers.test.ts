import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, signIn, until } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

type People = Record<string, { at: string; editing: boolean; name_vi: string } | null>;

let database: TestDatabase;
let campaign: TestCampaign;
let servers: TestProcess[];

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await prepareCampaign(database);
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

test('who looks at a request is told on every process, never to communes, until the screen goes', async () => {
	const group = await openScreen('group-1', 0);
	const coordinator = await openScreen('coordinator', 0);
	const elsewhere = await openScreen('leader', 1);
	const commune = await openScreen('commune-19330', 0);
	group.look('request:12');
	const at = (seen: People) => seen['group-1']?.at;
	await until('the same process hears', () => at(coordinator.seen) === 'request:12');
	await until('the other process hears', () => at(elsewhere.seen) === 'request:12');
	expect(elsewhere.seen['group-1']).toMatchObject({ editing: false, name_vi: 'Tổ trưởng tổ 1' });

	group.look('request:12', true);
	await until('writing is told', () => coordinator.seen['group-1']?.editing === true);
	const late = await openScreen('group-2', 0);
	await until('who joins later is told all', () => at(late.seen) === 'request:12');

	commune.look('request:12');
	group.look('everything');
	group.close();
	await until('gone here', () => coordinator.seen['group-1'] === null);
	await until('gone there', () => elsewhere.seen['group-1'] === null);
	expect(commune.seen).toEqual({});
	expect(coordinator.seen).not.toHaveProperty('commune-19330');
	for (const screen of [coordinator, elsewhere, commune, late]) screen.close();
});
