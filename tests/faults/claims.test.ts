import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, signIn, until, type WireAnswer } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { patience, rounds } from './scale.ts';

const PROCESSES = 4;
const CLIENTS = rounds(64, 200);
const REQUESTS = rounds(16, 50);

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;
let clients: { username: string; group: string; client: Client }[];

beforeAll(async () => {
	({ database, campaign } = await createCampaign());
	server = await startServer(database.url, {
		WORKERS: String(PROCESSES),
		COMMANDS_PER_MINUTE: '1000000'
	});
	const members = campaign.accounts.filter(({ role }) => role === 'group_member');
	const tokens = new Map<string, string>();
	for (const { username } of members) {
		tokens.set(username, await signIn(server.url, username, campaign.password));
	}
	clients = await Promise.all(
		Array.from({ length: CLIENTS }, async (_, i) => {
			const { username, group = '' } = members[i % members.length]!;
			const token = tokens.get(username) ?? '';
			return { username, group, client: await new Client(server.url, token).connected() };
		})
	);
	const used = new Set(clients.map(({ client }) => client.socket.io.engine.id.split('.')[0]));
	expect(used.size).toBe(PROCESSES);
});
afterAll(async () => {
	for (const { client } of clients) client.close();
	await server.stop();
	await database.drop();
});

/** Raises requests through every process at once. @returns their numbers */
async function raiseMany(count: number): Promise<number[]> {
	const answers = await Promise.all(
		Array.from({ length: count }, (_, i) =>
			clients[i % CLIENTS]!.client.command('request.raise', {
				...{ unit: '19330', kind: 'other', severity: 'slowing', title: `Việc ${i}` }
			})
		)
	);
	expect(answers.filter(({ ok }) => !ok)).toEqual([]);
	return answers.map(({ result }) => Number(result?.['request']));
}

interface Asked {
	username: string;
	group: string;
	request: number;
	answer: WireAnswer;
}
/**
 * All clients ask for all requests at once, each beginning somewhere else. Who is told that the server is
 * too busy asks again under the same id, as an outbox does.
 */
function claimAll(requests: number[], by = clients): Promise<Asked[]> {
	const asking = by.flatMap(({ username, group, client }, i) =>
		requests.map(async (_, j): Promise<Asked> => {
			const request = requests[(i * 7 + j) % requests.length]!;
			const claim = { id: randomUUID(), type: 'request.claim', input: { request } };
			for (;;) {
				const answer = await client.ask('command', claim, 60_000);
				if (answer.error?.code !== 'unavailable') return { username, group, request, answer };
			}
		})
	);
	return Promise.all(asking);
}
const setCapacity = (capacity: number) =>
	database.db.updateTable('working_group').set({ capacity }).execute();
const heldNow = () =>
	database.db
		.selectFrom('support_request as r')
		.innerJoin('account as a', 'a.id', 'r.holder_id')
		.select(['r.number', 'r.group_code as group', 'a.username'])
		.orderBy('r.number')
		.execute();

test(
	`${CLIENTS} who claim the same ${REQUESTS} at once: each has one holder, and all are told whom`,
	{ timeout: patience },
	async () => {
		await setCapacity(REQUESTS);
		const requests = await raiseMany(REQUESTS);
		expect(new Set(requests).size).toBe(REQUESTS);
		const asked = await claimAll(requests);
		expect(asked).toHaveLength(CLIENTS * REQUESTS);
		const winners = new Map(
			asked.filter(({ answer }) => answer.ok).map((one) => [one.request, one] as const)
		);
		expect(asked.filter(({ answer }) => answer.ok)).toHaveLength(REQUESTS);
		expect(winners.size).toBe(REQUESTS);
		expect(await heldNow()).toEqual(
			requests
				.toSorted((a, b) => a - b)
				.map((number) => {
					const { group, username } = winners.get(number)!;
					return { number, group, username };
				})
		);
		const untold = asked.filter(({ request, answer: { ok, error } }) => {
			if (ok) return false;
			const { group, username } = winners.get(request)!;
			const holder = error?.details?.['holder'] as { group?: string; person?: string } | undefined;
			return error?.code !== 'conflict' || holder?.group !== group || holder.person !== username;
		});
		expect(untold.slice(0, 5).map(({ answer }) => JSON.stringify(answer))).toEqual([]);

		// One fact each, and every process knows them.
		const { rows } = await database.pool.query<{ count: number }>(
			`select count(*) as count from fact where kind = 'request.claimed'`
		);
		expect(rows[0]?.count).toBe(REQUESTS);
		const heads = () =>
			Promise.all(
				clients.slice(0, 3 * PROCESSES).map(async ({ client }) => {
					return (await client.ask('join', { campaign: SLUG })).seq ?? 0;
				})
			);
		await until('all are at the same fact', async () => new Set(await heads()).size === 1);
	}
);

test('no group holds more than it may, however many of it ask at once', async () => {
	const CAPACITY = 3;
	await database.db
		.updateTable('support_request')
		.set({ state: 'declined', group_code: null, holder_id: null, lease_until: null, next_at: null })
		.execute();
	await setCapacity(CAPACITY);
	const requests = await raiseMany(30);
	const asked = await claimAll(requests, clients.slice(0, 48));
	const held = Map.groupBy(await heldNow(), ({ group }) => group);
	expect([...held.values()].map((own) => own.length)).toEqual(Array(8).fill(CAPACITY));
	const refused = asked.filter(({ answer }) => !answer.ok);
	expect(refused).toHaveLength(asked.length - 8 * CAPACITY);
	for (const { answer, group } of refused) {
		expect(answer.error?.code).toBe('conflict');
		const { holder, capacity } = answer.error?.details ?? {};
		if (!holder) expect([group, capacity]).toEqual([group, CAPACITY]);
	}
});
