import { afterAll, beforeAll, expect, test } from 'vitest';
import { isReadable } from '#lib/campaign/read-fact.ts';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { announce, appendFacts, type NewFact } from '#lib/server/log/append.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { Client, report, until } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { openSessions } from '../harness/sessions.ts';

// Pages and servers of two versions at one log, as during an upgrade.

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
const clientOf = async (username: string) => {
	const [token = ''] = await openSessions(database, [username]);
	return new Client(server.url, token).connected();
};

/** What a server of a later version would do: a table says something else, and a fact of a kind of its own says so. */
async function renameAsLaterVersion(name: string): Promise<number> {
	const seq = await database.db.transaction().execute(async (tx) => {
		await tx.updateTable('unit').set({ name_vi: name }).where('code', '=', '19330').execute();
		const later = { kind: 'unit.renamed@2', data: { unit: '19330', name } };
		return appendFacts(tx, {
			campaignId: campaign.id,
			at: new Date('2025-03-01T01:00:00Z'),
			actor: 'administrator',
			facts: [later as unknown as NewFact]
		});
	});
	await announce(database.db, campaign.id);
	return seq;
}

test('a fact of a later version: the server shows what the tables say, screens are told that it was', async () => {
	const [leader, focal] = [await clientOf('leader'), await clientOf('commune-19330')];
	for (const screen of [leader, focal]) await screen.ask('join', { campaign: SLUG });
	const seq = await renameAsLaterVersion('Phường Tên Mới');
	const { seq: next } = await focal.command('report.submit', report('19330', 12));
	expect(next).toBeGreaterThan(seq);

	await until('both hear the report', () =>
		[leader, focal].every(({ heard }) => heard.includes(next ?? 0))
	);
	for (const [screen, data] of [
		[leader, { unit: '19330', name: 'Phường Tên Mới' }],
		[focal, {}]
	] as const) {
		const fact = screen.frames.flatMap(({ facts }) => facts).find((one) => one.seq === seq);
		expect(fact).toMatchObject({ kind: 'unit.renamed@2', data });
		expect(isReadable(fact as never)).toBe(false);
		const fresh = await screen.ask('join', { campaign: SLUG });
		const unit = { code: '19330', name_vi: 'Phường Tên Mới' };
		expect(fresh.units).toContainEqual(
			expect.objectContaining({ ...unit, today: { books: 0, cases: 12 } })
		);
		screen.close();
	}
});

test('a page of another version is told so in words; one that says none is let in', async () => {
	const leader = await clientOf('leader');
	for (const [protocol, message] of [
		[PROTOCOL - 1, 'Trang này cũ hơn máy chủ'],
		[PROTOCOL + 1, 'Trang này mới hơn máy chủ']
	] as const) {
		for (const event of ['join', 'resume']) {
			const answer = await leader.ask(event, { campaign: SLUG, since: 0, protocol });
			expect(answer).toMatchObject({
				ok: false,
				error: { code: 'conflict', field: 'protocol', details: { protocol: PROTOCOL } }
			});
			expect(answer.error?.message).toContain(message);
		}
	}
	for (const protocol of [PROTOCOL, undefined, null]) {
		expect((await leader.ask('join', { campaign: SLUG, protocol })).ok).toBe(true);
	}
	leader.close();
});
