import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ReportedDay } from '#lib/campaign/reports/entry.ts';
import type { Fact } from '#lib/campaign/facts.ts';
import { day, startParties, type Parties } from '../harness/parties.ts';
import { until } from '../harness/client.ts';

const [FIRST, SECOND] = ['2025-03-01', '2025-03-02'];
/** Communes of district 461; every test has some of its own. */
const communes = ['19330', '19333', '19336', '19339', '19342', '19345', '19348', '19351'];
const nextCommune = () => {
	const unit = communes.shift() ?? '';
	return { unit, focal: `commune-${unit}` };
};

let parties: Parties;
beforeAll(async () => {
	parties = await startParties();
});
afterEach(async () => {
	const { folded, stored } = await parties.bothWays();
	expect(folded).toEqual(stored);
});
afterAll(() => parties.leave());

describe('a verdict', () => {
	test('accepts what was seen, and a correction is to be reviewed again', async () => {
		const { unit, focal } = nextCommune();
		const verdict = { unit, date: FIRST, revision: 1 };
		expect(await parties.give('district-461', 'report.accept', verdict)).toMatchObject({
			error: { code: 'not_found', field: 'date' }
		});
		await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 5 }));
		await parties.give('district-461', 'report.accept', verdict);
		expect(await parties.onBoard(unit, FIRST)).toMatchObject({ state: 'accepted', revision: 1 });

		await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 6 }, 1));
		expect(await parties.onBoard(unit, FIRST)).toMatchObject({ state: 'corrected', revision: 2 });
		expect(await parties.give('district-461', 'report.accept', verdict)).toMatchObject({
			error: { code: 'conflict', field: 'revision' }
		});
		expect((await parties.onBoard(unit, FIRST))?.state).toBe('corrected');
	});

	test('on many at once skips and names what changed or is disputed meanwhile', async () => {
		const [still, changed, disputed] = [nextCommune(), nextCommune(), nextCommune()];
		const all = [still, changed, disputed];
		for (const { unit, focal } of all) {
			await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 5 }));
		}
		await parties.give(
			changed.focal,
			'report.submit',
			day(changed.unit, FIRST, { 'birth cases': 6 }, 1)
		);
		const unseen = day(disputed.unit, FIRST, { 'birth cases': 7 });
		await parties.give('district-461', 'report.submit', unseen);
		const reports = [
			{ unit: still.unit, date: FIRST, revision: 1 },
			{ unit: changed.unit, date: FIRST, revision: 1 },
			{ unit: disputed.unit, date: FIRST, revision: 2 }
		];
		const answer = await parties.give('coordinator', 'report.accept_many', { reports });
		expect(answer.result).toEqual({ accepted: [reports[0]], skipped: reports.slice(1) });
		const states = await Promise.all(all.map(({ unit }) => parties.onBoard(unit, FIRST)));
		expect(states.map((report) => report?.state)).toEqual(['accepted', 'corrected', 'corrected']);

		// Asked twice, it is done once: nothing is left to accept.
		const again = await parties.give('coordinator', 'report.accept_many', { reports });
		expect(again.result).toEqual({ accepted: [], skipped: reports });
		const { reviews } = await parties.historyOf(still.unit, FIRST);
		expect(reviews).toHaveLength(1);
	});

	test('on many reaches no further than the role, and then does nothing at all', async () => {
		const { unit, focal } = nextCommune();
		await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth cases': 5 }));
		const reports = [
			{ unit, date: FIRST, revision: 1 },
			{ unit: '19678', date: FIRST, revision: 1 }
		];
		expect(await parties.give('district-461', 'report.accept_many', { reports })).toMatchObject({
			error: { code: 'not_found', field: 'reports.1.unit' }
		});
		expect((await parties.onBoard(unit, FIRST))?.state).toBe('submitted');
	});
});

test('a returned day tells the commune why, and says when that was read', async () => {
	const unit = '19678';
	const focal = `commune-${unit}`;
	const ownDay = async () => {
		const { body } = await parties.read<{ days: ReportedDay[] }>(focal, `reports/${unit}`);
		return body.days[0];
	};
	const reason = 'Số sổ nhiều hơn số trường hợp, xin xem lại.';
	await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth books': 9 }));
	const empty = { unit, date: FIRST, reason: '  ' };
	expect(await parties.give('coordinator', 'report.return', empty)).toMatchObject({
		error: { code: 'invalid', field: 'reason' }
	});
	await parties.give('coordinator', 'report.return', { unit, date: FIRST, reason });
	expect(await parties.onBoard(unit, FIRST)).toMatchObject({ state: 'returned', revision: 1 });
	const returned = await ownDay();
	expect(returned).toMatchObject({
		state: 'returned',
		returned: { reason, by: { username: 'coordinator' } }
	});
	// Everybody reads the log; why is the commune's own business.
	const { body } = await parties.read<{ facts: Fact[] }>('leader', 'facts?after=0');
	expect(body.facts.some(({ kind }) => kind === 'report.returned')).toBe(true);
	expect(JSON.stringify(body)).not.toContain('xin xem lại');

	const seen = { unit, date: FIRST, of: 'return' } as const;
	expect((await parties.give(focal, 'report.seen', seen)).result).toEqual({ seen: true });
	expect(await parties.onBoard(unit, FIRST)).toMatchObject({ return_seen: true });
	expect((await parties.historyOf(unit, FIRST)).reviews[0]?.seen_at).toMatch(/^2025-03-01T01/);
	expect((await parties.give(focal, 'report.seen', seen)).result).toEqual({ seen: false });

	// Returned once more for another reason: that one has not been read.
	const more = 'Vẫn còn thiếu sổ khai tử.';
	await parties.give('coordinator', 'report.return', { unit, date: FIRST, reason: more });
	expect(await parties.onBoard(unit, FIRST)).not.toHaveProperty('return_seen');
	expect((await ownDay())?.returned?.reason).toBe(more);

	await parties.give(focal, 'report.submit', day(unit, FIRST, { 'birth books': 1 }, 1));
	expect((await parties.onBoard(unit, FIRST))?.state).toBe('corrected');
	expect(await ownDay()).not.toHaveProperty('returned');
});

describe('a locked day', () => {
	const unit = '19684';
	const focal = `commune-${unit}`;
	const report = (date: string, cases: number, base = 0) =>
		parties.give(focal, 'report.submit', day(unit, date, { 'birth cases': cases }, base));

	test('is opened for a reason and a while, and locks by itself', async () => {
		await parties.setTime('2025-03-03', '17:29:50');
		const input = { unit, date: FIRST, reason: 'Xã mất điện hai ngày' };
		expect(await parties.give('coordinator', 'report.unlock', input)).toMatchObject({
			error: { code: 'conflict' }
		});
		await parties.setTime('2025-03-03', '17:30');
		expect(await report(FIRST, 5)).toMatchObject({ ok: false, error: { code: 'locked' } });
		const opened = await parties.give('coordinator', 'report.unlock', input);
		expect(opened).toMatchObject({ ok: true });
		expect(opened.result?.['until']).toMatch(/^2025-03-04T10:30/);
		expect(await report(FIRST, 5)).toMatchObject({ ok: true, result: { timely: false } });

		// Nobody does anything: a day later it takes nothing any more.
		await parties.setTime('2025-03-04', '17:29:58');
		expect(await report(FIRST, 6, 1)).toMatchObject({ ok: true });
		await parties.setTime('2025-03-04', '17:31');
		expect(await report(FIRST, 7, 2)).toMatchObject({ ok: false, error: { code: 'locked' } });
		const { unlocks } = await parties.historyOf(unit, FIRST);
		expect(unlocks).toMatchObject([{ reason: input.reason, by: { username: 'coordinator' } }]);
	});

	test('that is opened twice at one moment stays open until the later of both', async () => {
		await parties.setTime('2025-03-04', '18:00', true);
		const input = { unit: '19687', date: SECOND, reason: 'Xã mất điện' };
		const later = '2025-03-06T09:00:00+07:00';
		for (const until of [later, null]) {
			const unlock = { ...input, until };
			expect(await parties.give('coordinator', 'report.unlock', unlock)).toMatchObject({
				ok: true
			});
		}
		const { units } = await parties.settled();
		const { unlocks } = units.find(({ code }) => code === input.unit) ?? {};
		expect(unlocks).toEqual({ [SECOND]: '2025-03-06T02:00:00.000Z' });
	});

	test('is opened for no other day, no other commune, and not for ever', async () => {
		await parties.setTime('2025-03-06', '09:00');
		const until = '2025-03-14T09:00:00+07:00';
		const input = { unit, date: FIRST, reason: 'Xã mất điện' };
		expect(await parties.give('coordinator', 'report.unlock', { ...input, until })).toMatchObject({
			error: { code: 'invalid', field: 'until' }
		});
		await parties.give('coordinator', 'report.unlock', {
			...input,
			until: '2025-03-06T09:30:00+07:00'
		});
		expect(await report(FIRST, 8, 2)).toMatchObject({ ok: true });
		expect(await report(SECOND, 8)).toMatchObject({ ok: false, error: { code: 'locked' } });
		const neighbour = day('19687', FIRST, { 'birth cases': 1 });
		expect(await parties.give('commune-19687', 'report.submit', neighbour)).toMatchObject({
			error: { code: 'locked' }
		});
		await parties.setTime('2025-03-06', '09:31');
		expect(await report(FIRST, 9, 3)).toMatchObject({ ok: false, error: { code: 'locked' } });
	});

	test('that is returned takes its correction for a day', async () => {
		await parties.setTime('2025-03-10', '09:00');
		const input = { unit, date: FIRST, reason: 'Xem lại số khai sinh' };
		const answer = await parties.give('coordinator', 'report.return', input);
		expect(answer.result?.['unlocked_until']).toMatch(/^2025-03-11T02:00/);
		expect(await report(FIRST, 4, 3)).toMatchObject({ ok: true });
		expect((await parties.onBoard(unit, FIRST))?.state).toBe('corrected');
	});
});

test('a reminder reaches those who are silent, not twice in half an hour, and is seen', async () => {
	await parties.setTime('2025-03-12', '16:00');
	const date = '2025-03-12';
	const [silent, done] = ['19693', '19699'];
	await parties.give(`commune-${done}`, 'report.submit', day(done, date, { 'birth cases': 1 }));
	const remind = () =>
		parties.give('coordinator', 'report.remind', { units: [silent, done, silent], date });
	expect((await remind()).result).toEqual({ reminded: [silent], skipped: [done] });
	expect((await remind()).result).toEqual({ reminded: [], skipped: [silent, done] });
	const seen = { unit: silent, date, of: 'reminder' } as const;
	const remindedOf = async () =>
		(await parties.settled()).units.find(({ code }) => code === silent)?.reminded;
	expect(await remindedOf()).toMatchObject({ date, seen: false });
	expect((await parties.give(`commune-${silent}`, 'report.seen', seen)).result).toEqual({
		seen: true
	});
	expect(await remindedOf()).toMatchObject({ date, seen: true });
	await parties.setTime('2025-03-12', '16:31');
	expect((await remind()).result).toMatchObject({ reminded: [silent] });
	expect(await remindedOf()).toMatchObject({ date, seen: false });
	const tomorrow = { units: [silent], date: '2025-03-13' };
	expect(await parties.give('coordinator', 'report.remind', tomorrow)).toMatchObject({
		error: { code: 'invalid', field: 'date' }
	});
});

test('where the clock stands still, verdicts and reminders follow each other all the same', async () => {
	const [unit, other, date] = ['19699', '19693', '2025-03-20'];
	await parties.setTime(date, '21:00', true);
	await parties.give(`commune-${unit}`, 'report.submit', day(unit, date, { 'birth cases': 1 }));
	const verdict = { unit, date, revision: 1 };
	const give = (type: 'report.accept' | 'report.return', reason: string) =>
		parties.give('coordinator', type, { ...verdict, reason });
	expect(await give('report.accept', '')).toMatchObject({ ok: true });
	expect(await give('report.return', 'Xem lại')).toMatchObject({ ok: true });
	expect(await give('report.return', 'Xem lại lần nữa')).toMatchObject({ ok: true });
	expect((await parties.onBoard(unit, date))?.state).toBe('returned');
	for (const day of [date, '2025-03-19']) {
		const input = { units: [other], date: day };
		expect((await parties.give('coordinator', 'report.remind', input)).result).toEqual({
			...{ reminded: [other], skipped: [] }
		});
	}
});

test('days after the last one are opened, too, and the last ones take corrections until they lock', async () => {
	const [unit, last] = ['19702', '2025-03-20'];
	const report = (cases: number, base: number) =>
		parties.give(
			`commune-${unit}`,
			'report.submit',
			day(unit, last, { 'birth cases': cases }, base)
		);
	const opened = async (date: string) => {
		const found = (facts: Fact[]) =>
			facts.filter(
				({ kind, data }) => kind === 'day.opened' && 'date' in data && data.date === date
			);
		const head = (await parties.settled()).seq;
		const after = Math.max(head - 50, 0);
		await until(`${date} is opened`, async () => {
			const { body } = await parties.read<{ facts: Fact[] }>('leader', `facts?after=${after}`);
			return found(body.facts).length === 1;
		});
	};
	await parties.setTime('2025-03-21', '08:00');
	await opened('2025-03-21');
	expect((await parties.settled()).campaign).toMatchObject({ today: '2025-03-21', day: 20 });
	expect(await report(5, 0)).toMatchObject({ ok: true, result: { timely: false } });
	await parties.setTime('2025-03-22', '17:29');
	await opened('2025-03-22');
	expect(await report(6, 1)).toMatchObject({ ok: true });
	await parties.setTime('2025-03-22', '17:30');
	expect(await report(7, 2)).toMatchObject({ error: { code: 'locked' } });
	await parties.setTime('2025-03-23', '08:00');
	await opened('2025-03-23');
});
