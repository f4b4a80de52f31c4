import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBoard } from '#lib/server/campaigns/load-board.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { prepareCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, signIn, type WireAnswer } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const SUBMISSIONS = 1000;
const COMMUNES = 20;

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	database = await createTestDatabase();
	campaign = await prepareCampaign(database);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

interface Sent {
	id: string;
	unit: string;
	amount: number;
	answer: WireAnswer | null;
}

/** Submits until all are answered; what a crash left unanswered is sent again under its id. */
async function submit(client: Client, sent: Sent): Promise<void> {
	while (!sent.answer) {
		await client.connected().catch(() => undefined);
		const input = report(sent.unit, sent.amount);
		const payload = { id: sent.id, type: 'report.submit', input, campaign: SLUG };
		sent.answer = await client.ask('command', payload, 2000).catch(() => null);
	}
}

test('kill -9 during 1,000 submissions loses none that was acknowledged and doubles none', async () => {
	server = await startServer(database.url);
	const units = campaign.accounts.filter(({ unit, role }) => unit && role === 'focal_point');
	const all: Sent[] = [];
	const port = server.port;
	let answered = 0;
	const work = units.slice(0, COMMUNES).map(async ({ username, unit = '' }) => {
		const client = new Client(server.url, await signIn(server.url, username, campaign.password));
		for (let i = 0; i < SUBMISSIONS / COMMUNES; i++) {
			const sent: Sent = { id: randomUUID(), unit, amount: i + 1, answer: null };
			all.push(sent);
			await submit(client, sent);
			answered++;
		}
		client.close();
	});
	for (const part of [0.2, 0.4, 0.6, 0.8]) {
		while (answered < SUBMISSIONS * part) await new Promise((resolve) => setTimeout(resolve, 5));
		await server.kill();
		server = await startServer(database.url, { PORT: String(port) });
	}
	await Promise.all(work);

	expect(all.map(({ answer }) => answer?.ok)).toEqual(all.map(() => true));
	const revisions = await database.db
		.selectFrom('report_revision')
		.select(['command_id', 'unit_code', 'revision'])
		.execute();
	expect(revisions.map(({ command_id }) => command_id).sort()).toEqual(
		all.map(({ id }) => id).sort()
	);

	const facts = await database.db
		.selectFrom('fact')
		.select('seq')
		.where('kind', 'in', ['report.submitted', 'report.corrected'])
		.orderBy('seq')
		.execute();
	expect(all.map(({ answer }) => answer?.seq ?? 0).sort((a, b) => a - b)).toEqual(
		facts.map(({ seq }) => seq)
	);

	// What the server folded equals a recount from the tables.
	const token = await signIn(server.url, 'leader', campaign.password);
	const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/snapshot`, {
		headers: { authorization: `Bearer ${token}` }
	});
	const served = (await response.json()) as Snapshot;
	const recount = snapshotOf(await loadBoard(database.db, campaign.id), new Date(served.as_of));
	expect(served).toEqual(recount);
	const province = served.units.find(({ level }) => level === 'province');
	expect(province?.done['cases']).toBe(COMMUNES * (SUBMISSIONS / COMMUNES));
});
