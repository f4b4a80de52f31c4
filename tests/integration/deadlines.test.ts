import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCampaign, type TestCampaign } from '../harness/campaign.ts';
import type { TestDatabase } from '../harness/database.ts';
import { day, Parties } from '../harness/parties.ts';
import { startServer } from '../harness/server.ts';

/** The campaign's own zone, one without an offset, one a day behind it and one ahead of it. */
const ZONES = {
	'Asia/Ho_Chi_Minh': ['19330', '19333'],
	UTC: ['19336', '19339'],
	'America/Los_Angeles': ['19342', '19345'],
	'Pacific/Kiritimati': ['19348', '19351']
};
const [FIFTH, SIXTH] = ['2025-03-05', '2025-03-06'];

let database: TestDatabase;
let campaign: TestCampaign;
beforeAll(async () => {
	({ database, campaign } = await createCampaign());
});
afterAll(() => database.drop());

describe.each(Object.entries(ZONES))('a server in %s', (zone, [unit = '', other = '']) => {
	let parties: Parties;
	beforeAll(async () => {
		const server = await startServer(database.url, { TZ: zone, PGTZ: zone });
		parties = new Parties(server, database, campaign);
	});
	afterAll(() => parties.server.stop());

	const report = (commune: string, date: string, cases: number, base = 0) =>
		parties.give(
			`commune-${commune}`,
			'report.submit',
			day(commune, date, { 'birth cases': cases }, base)
		);
	const at = (date: string, time: string) => parties.setTime(date, time, true);

	test('puts a report on the day the commune lives in, to the second', async () => {
		await at(FIFTH, '23:59:59');
		expect((await parties.settled()).campaign).toMatchObject({ today: FIFTH, day: 5 });
		expect(await report(unit, FIFTH, 50)).toMatchObject({ ok: true, result: { timely: false } });
		expect(await report(unit, SIXTH, 60)).toMatchObject({
			error: { code: 'invalid', field: 'date' }
		});

		await at(SIXTH, '00:00:00');
		expect((await parties.settled()).campaign).toMatchObject({ today: SIXTH, day: 6 });
		expect(await report(unit, SIXTH, 60)).toMatchObject({ ok: true, result: { timely: true } });
		expect(await report(unit, FIFTH, 51, 1)).toMatchObject({ ok: true });

		const { body } = await parties.read<{ days: object[] }>('leader', `reports/${unit}`);
		expect(body.days).toMatchObject([
			{ date: FIFTH, revision: 2, received_at: '2025-03-05T17:00:00.000Z', timely: false },
			{ date: SIXTH, revision: 1, received_at: '2025-03-05T17:00:00.000Z', timely: true }
		]);
		const { folded, stored } = await parties.bothWays();
		expect(folded).toEqual(stored);
		expect(folded.units.find(({ code }) => code === unit)?.today['cases']).toBe(60);
	});

	test('judges timely and locked by the campaign’s clock', async () => {
		await at(FIFTH, '17:30:00');
		expect(await report(unit, '2025-03-04', 1)).toMatchObject({ result: { timely: false } });
		expect(await report(other, FIFTH, 1)).toMatchObject({ result: { timely: true } });
		await at(FIFTH, '17:30:01');
		expect(await report(other, '2025-03-04', 1)).toMatchObject({ result: { timely: false } });
		await at('2025-03-07', '17:29:59');
		expect(await report(other, FIFTH, 2, 1)).toMatchObject({
			ok: true,
			result: { timely: true }
		});
		await at('2025-03-07', '17:30:00');
		expect(await report(other, FIFTH, 3, 2)).toMatchObject({ error: { code: 'locked' } });
		const stands = await parties.onBoard(other, FIFTH);
		expect(stands).toMatchObject({ revision: 2, amounts: { cases: 2 } });
	});

	test('opens no day before the campaign and none after it', async () => {
		await at('2025-02-28', '23:59:59');
		expect(await report(unit, '2025-02-28', 1)).toMatchObject({ error: { field: 'date' } });
		expect(await report(unit, '2025-03-01', 1)).toMatchObject({ error: { field: 'date' } });
		await at('2025-03-01', '00:00:00');
		expect(await report(unit, '2025-03-01', 1)).toMatchObject({ ok: true });
		await at('2025-03-21', '00:00:00');
		expect(await report(unit, '2025-03-20', 1)).toMatchObject({ ok: true });
		expect(await report(unit, '2025-03-21', 1)).toMatchObject({ error: { field: 'date' } });
	});

	test('keeps what a device said about its own time beside it, whatever its zone', async () => {
		await at(SIXTH, '08:00');
		const input = {
			...day(other, SIXTH, { 'birth cases': 4 }),
			device_time: '2025-03-07T19:00:00+14:00'
		};
		expect(await parties.give(`commune-${other}`, 'report.submit', input)).toMatchObject({
			result: { received_at: '2025-03-06T01:00:00.000Z', timely: true }
		});
		const { revisions } = await parties.historyOf(other, SIXTH);
		expect(revisions).toMatchObject([{ device_time: '2025-03-07T05:00:00.000Z' }]);
	});
});
