import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyBoard, type CampaignBoard } from '#lib/campaign/board.ts';
import type { FactView } from '#lib/campaign/facts.ts';
import { isReadable, reduceReceived } from '#lib/campaign/read-fact.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { importCampaign } from '#lib/server/campaigns/import.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { readPackage, type CampaignPackage } from '#lib/server/campaigns/package.ts';
import { readFacts } from '#lib/server/log/read.ts';
import { up as writeBeginning } from '../../migrations/2026-11-30-setup-in-the-log.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client, until } from '../harness/client.ts';
import { openSessions } from '../harness/sessions.ts';
import { day, startParties, type Parties } from '../harness/parties.ts';

let parties: Parties;
beforeAll(async () => {
	parties = await startParties();
});
afterAll(() => parties.leave());

async function work(): Promise<void> {
	const date = '2025-03-01';
	for (const [unit, amount] of [
		['19330', 12],
		['19333', 7]
	] as const) {
		const report = day(unit, date, { 'birth cases': amount });
		const answer = await parties.give(`commune-${unit}`, 'report.submit', report);
		expect(answer.error).toBeUndefined();
	}
	const target = { unit: '19333', target: { books: 11 } };
	await parties.give('commune-19333', 'target.declare', target);
	await parties.give('coordinator', 'report.accept', { unit: '19330', date, revision: 1 });
	const about = { unit: '19330', title: 'Máy quét hỏng' };
	const { result } = await parties.give('commune-19330', 'request.raise', {
		...about,
		...{ kind: 'equipment', severity: 'blocking' }
	});
	const request = Number(result?.['request']);
	expect((await parties.give('group-1', 'request.claim', { request })).error).toBeUndefined();
}

async function changedPackage(change: (pkg: CampaignPackage) => void): Promise<void> {
	const read = await readPackage('src/campaigns/quang-tri-2025');
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	change(read.package);
	await importCampaign(parties.database.db, read.package);
}

/** What somebody is told from the first fact on, folded on nothing. */
async function foldedFor(username: string, view: string): Promise<CampaignBoard> {
	const board = { ...emptyBoard(SLUG), view };
	for (;;) {
		const { body } = await parties.read<{ head: number; facts: FactView[] }>(
			username,
			`facts?after=${board.seq}&limit=50`
		);
		for (const fact of body.facts) expect(reduceReceived(board, fact), fact.kind).toBe(true);
		if (board.seq >= body.head) return board;
	}
}

describe('folding the log from its first fact on nothing gives the snapshot', () => {
	beforeAll(work);

	test.each(['leader', 'coordinator', 'group-1', 'district-461', 'commune-19330', 'commune-19678'])(
		'of %s',
		async (username) => {
			await expectSame(username);
		}
	);

	test('after the set-up was changed: a commune added, renamed, moved, a target, a date', async () => {
		const before = (await parties.read<Snapshot>('leader', 'snapshot')).body;
		await changedPackage((pkg) => {
			const [first, moved] = ['19330', '19336'].map((code) =>
				pkg.units.find((unit) => unit.code === code)!
			);
			first!.name_vi = 'Phường Tên Mới';
			moved!.parent = '469';
			pkg.units.push({ ...moved!, code: '99999', parent: '461', name_vi: 'Xã Mới' });
			pkg.campaign.lock_after_days = 3;
			for (const target of pkg.targets) {
				if (target.unit === '19330' && target.measure === 'cases') target.amount += 5;
			}
		});
		await parties.settled();
		const { body: after } = await parties.read<Snapshot>('leader', 'snapshot');
		const unit = (code: string) => after.units.find((one) => one.code === code);
		expect(unit('19330')).toMatchObject({ name_vi: 'Phường Tên Mới', today: { cases: 12 } });
		expect(unit('19336')).toMatchObject({ parent: '469' });
		expect(unit('99999')).toMatchObject({ parent: '461', done: { cases: 0 } });
		expect(after.campaign).toMatchObject({ lock_after_days: 3, setup: before.campaign.setup + 1 });
		// Only what is another was said.
		const facts = await readFacts(parties.database.db, parties.campaign.id, before.seq, 100);
		expect(facts.map(({ kind }) => kind)).toEqual([
			...['units.changed', 'targets.changed', 'campaign.changed']
		]);
		expect(facts[0]?.data).toMatchObject({ removed: [] });
		expect((facts[0]?.data as { changed: object[] }).changed).toHaveLength(3);
		for (const username of ['leader', 'group-1', 'commune-19330']) await expectSame(username);
	});
});

test('who does not reach every place gets the snapshot after a set-up change, not its facts', async () => {
	const join = async (username: string) => {
		const [token = ''] = await openSessions(parties.database, [username]);
		const screen = await new Client(parties.server.url, token).connected();
		await screen.ask('join', { campaign: SLUG, protocol: PROTOCOL });
		return screen;
	};
	const [leader, officer] = [await join('leader'), await join('district-461')];
	const cut = new Promise((resolve) => officer.socket.once('disconnect', resolve));
	await changedPackage((pkg) => void (pkg.campaign.name_en = 'Renamed'));
	const kinds = ({ frames }: Client) =>
		frames.flatMap(({ facts }) => facts.map(({ kind }) => kind));
	await until('the leader gets it', () => kinds(leader).includes('campaign.changed'));
	await cut;
	expect(kinds(officer)).not.toContain('campaign.changed');
	for (const screen of [leader, officer]) screen.close();
});

/** A campaign whose log began before set-up was in it. */
test('a campaign that is older than set-up in the log is told its beginning by the migration', async () => {
	const { db } = parties.database;
	const kinds = ['campaign.changed', 'units.changed', 'targets.changed'];
	const facts = await readFacts(db, parties.campaign.id, 0, 1_000);
	const old = facts.filter(({ kind }) => !kinds.includes(kind));
	// As a version before wrote it: the same facts, numbered without those of the set-up.
	await db.deleteFrom('fact').execute();
	for (const [i, { kind, at, actor, data, mark = '' }] of old.entries()) {
		const row = { campaign_id: parties.campaign.id, seq: i + 1, kind, at, actor, mark };
		await db
			.insertInto('fact')
			.values({ ...row, data: JSON.stringify(data) } as never)
			.execute();
	}
	await db.updateTable('campaign').set({ head_seq: old.length }).execute();

	await writeBeginning(db as unknown as Kysely<unknown>);

	const board = emptyBoard(SLUG);
	for (const fact of await readFacts(db, parties.campaign.id, 0, 1_000)) {
		expect(isReadable(fact), fact.kind).toBe(true);
		reduce(board, fact);
	}
	const now = new Date('2025-03-01T09:00:00Z');
	const tables = snapshotOf(await loadBoard(db, parties.campaign.id), now);
	expect(snapshotOf(board, now)).toEqual(tables);
	expect(tables.units.find(({ code }) => code === '19330')?.done).toEqual({ books: 0, cases: 12 });
});

async function expectSame(username: string): Promise<void> {
	const { body: snapshot } = await parties.read<Snapshot>(username, 'snapshot');
	const folded = await foldedFor(username, snapshot.view);
	const { body: again } = await parties.read<Snapshot>(username, 'snapshot');
	expect(snapshotOf(folded, new Date(again.as_of))).toEqual(again);
}
