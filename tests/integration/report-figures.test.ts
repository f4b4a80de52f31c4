import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ReportedDay } from '#lib/campaign/reports/entry.ts';
import { day, startParties, type Parties } from '../harness/parties.ts';

const FIRST = '2025-03-01';

let parties: Parties;
beforeAll(async () => {
	parties = await startParties();
});
afterEach(async () => {
	const { folded, stored } = await parties.bothWays();
	expect(folded).toEqual(stored);
});
afterAll(() => parties.leave());

async function daysOf(unit: string, username = 'coordinator'): Promise<ReportedDay[]> {
	const { body } = await parties.read<{ days: ReportedDay[] }>(username, `reports/${unit}`);
	return body.days;
}

describe('two people and one day', () => {
	test('different fields merge', async () => {
		const [unit, focal] = ['19330', 'commune-19330'];
		await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 52 }));
		const other = day(unit, FIRST, { 'death cases': 3, 'death books': 1 });
		const merged = await parties.give('district-461', 'report.submit', other);
		expect(merged.result).toMatchObject({ revision: 2, amounts: { cases: 55, books: 1 } });
		expect(merged.result).not.toHaveProperty('disputes');
		expect(await parties.onBoard(unit, FIRST)).not.toHaveProperty('disputed');
	});

	test('the same field keeps both numbers, by whom and when, until the commune settles it', async () => {
		const [unit, focal] = ['19333', 'commune-19333'];
		await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 52 }));
		const other = day(unit, FIRST, { 'birth cases': 48, 'death cases': 3 });
		const disputed = await parties.give('district-461', 'report.submit', other);
		const typed = [
			{ revision: 1, amount: 52 },
			{ revision: 2, amount: 48 }
		];
		const dispute = { category: 'birth', measure: 'cases', typed };
		expect(disputed.result).toMatchObject({ disputes: [dispute], amounts: { cases: 51 } });
		expect(await parties.onBoard(unit, FIRST)).toMatchObject({
			disputed: 1,
			amounts: { cases: 51 }
		});

		const [asked] = await daysOf(unit, focal);
		expect(asked?.disputes).toMatchObject([dispute]);
		const numbers = asked?.disputes?.[0]?.typed.map(({ by }) => by.username);
		expect(numbers).toEqual([focal, 'district-461']);
		for (const { at } of asked?.disputes?.[0]?.typed ?? []) {
			expect(at).toMatch(/^2025-03-01T01:0/);
		}

		const verdict = { unit, date: FIRST };
		expect(await parties.give('coordinator', 'report.accept', verdict)).toMatchObject({
			ok: false,
			error: { code: 'conflict' }
		});
		// The number that stands is named all the same: that is the decision.
		const choice = day(unit, FIRST, { 'birth cases': 48 }, 2);
		const settled = await parties.give(focal, 'report.submit', choice);
		expect(settled.result).toMatchObject({ revision: 3, amounts: { cases: 51 } });
		expect(settled.result).not.toHaveProperty('disputes');
		expect(await parties.onBoard(unit, FIRST)).not.toHaveProperty('disputed');
		const [after] = await daysOf(unit, focal);
		expect(after).not.toHaveProperty('disputes');
		expect(await parties.give('coordinator', 'report.accept', verdict)).toMatchObject({ ok: true });

		const { revisions } = await parties.historyOf(unit, FIRST);
		expect(revisions.map(({ base_revision }) => base_revision)).toEqual([0, 0, 2]);
	});

	test('who sends the same at the same moment still makes two revisions, in order', async () => {
		const [unit, focal] = ['19336', 'commune-19336'];
		const answers = await Promise.all(
			[focal, 'district-461', 'coordinator'].map((who, i) =>
				parties.give(who, 'report.submit', day(unit, FIRST, { 'birth cases': 10 + i }))
			)
		);
		const order = answers.map(({ result }) => result?.['revision']);
		expect(order.toSorted()).toEqual([1, 2, 3]);
		expect(await parties.onBoard(unit, FIRST)).toMatchObject({ revision: 3, disputed: 1 });
		const [asked] = await daysOf(unit);
		expect(asked?.disputes?.[0]?.typed).toHaveLength(3);
	});
});

test('a question asked on the way is kept with its answer, and goes with the figure', async () => {
	const unit = '19681';
	const focal = `commune-${unit}`;
	await parties.setTime('2025-03-03', '09:00');
	for (const [date, cases] of [
		[FIRST, 2],
		['2025-03-02', 3],
		['2025-03-03', 2]
	] as const) {
		const figures = { 'birth cases': cases, 'birth books': 1 };
		await parties.give(focal, 'report.submit', day(unit, date, figures));
	}
	await parties.setTime('2025-03-04', '09:00');
	const sums = { 'birth cases': 9, 'birth books': 1 };
	const unasked = day(unit, '2025-03-04', sums);
	await parties.give(focal, 'report.submit', unasked);
	expect((await parties.onBoard(unit, '2025-03-04'))?.flags).toEqual(['running_total']);
	const confirmed = day(unit, '2025-03-04', { 'birth cases': 10 }, 1);
	const answers = [{ check: 'running_total', measure: 'cases' }] as const;
	await parties.give(focal, 'report.submit', { ...confirmed, answers: [...answers] });
	const { revisions } = await parties.historyOf(unit, '2025-03-04');
	expect(revisions.map(({ findings }) => findings)).toMatchObject([
		[{ check: 'running_total', params: { amount: 9, before: 7, day: 2 }, confirmed: false }],
		[{ check: 'running_total', params: { amount: 10 }, confirmed: true }]
	]);
	// At once, before any process has read its log: nothing of the question is left behind.
	await parties.give(focal, 'report.submit', day(unit, '2025-03-04', { 'birth cases': 2 }, 2));
	expect(await parties.onBoard(unit, '2025-03-04')).not.toHaveProperty('flags');
});

test('the single figures of a commune are read by whose reach it is in', async () => {
	const reach = {
		'commune-19330': ['19330'],
		'district-461': ['19330', '19333'],
		coordinator: ['19330', '19333', '19678'],
		leader: ['19330', '19333', '19678']
	};
	for (const [username, within] of Object.entries(reach)) {
		for (const unit of ['19330', '19333', '19678', '461', '00000']) {
			const expected = within.includes(unit) ? 200 : 404;
			for (const path of [`reports/${unit}`, `reports/${unit}/${FIRST}`]) {
				const { status } = await parties.read(username, path);
				expect(`${username} ${path} ${status}`).toBe(`${username} ${path} ${expected}`);
			}
		}
	}
	for (const date of ['2025-02-28', '2025-03-21', '2025-03-32', 'today']) {
		expect((await parties.read('leader', `reports/19330/${date}`)).status).toBe(404);
	}
});
