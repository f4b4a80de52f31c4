import { describe, expect, test } from 'vitest';
import type { NamedDispute, ReportedDay } from '#lib/campaign/reports/entry.ts';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import type { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import type { EntryFacts } from './entry-facts.ts';
import { ReportEntry } from './report-entry.svelte.ts';
import { dayOfRunningTotal, takeAsDayCounts, takeAsRunningTotal } from './running-total.ts';

const DATE = '2025-03-07';
const [birth, death, books] = ['birth cases', 'death cases', 'birth books'];
const day = (date: string, figures: Record<string, number>, revision = 1): ReportedDay => ({
	...{ date, revision, receipt: '3F2A', received_at: `${date}T09:00:00.000Z`, timely: true },
	lines: Object.entries(figures).map(([field, amount]) => {
		const [category = '', measure = ''] = field.split(' ');
		return { category, measure, amount };
	})
});

/** A form on 7 March, what it has handed over, and a way to let the days change under it. */
function open(days: ReportedDay[] = [], disputes: NamedDispute[] = []) {
	const facts = $state.raw<{ now: EntryFacts }>({
		now: {
			...{ campaign: quangTri, unit: '19330', date: DATE, days, disputes, unlocks: {} },
			...{ totals: {}, targets: { cases: { amount: 9000 } }, refused: null },
			now: new Date('2025-03-07T08:00:00Z')
		}
	});
	const entry = new ReportEntry(() => facts.now);
	const sent: ReportSubmit[] = [];
	const submit = () =>
		entry.submit((input) => {
			sent.push(input);
			return Promise.resolve();
		});
	const change = (changed: Partial<EntryFacts>) => (facts.now = { ...facts.now, ...changed });
	return { entry, sent, submit, change };
}

describe('a newer revision while somebody types', () => {
	test('in other fields is merged, and said', async () => {
		const { entry, sent, submit, change } = open([day(DATE, { [birth]: 50, [death]: 3 })]);
		entry.type(birth, '52');
		change({ days: [day(DATE, { [birth]: 50, [death]: 4 }, 2)] });
		expect(entry.meanwhile).toEqual({
			merged: [{ field: death, from: 3, to: 4 }],
			clashes: []
		});
		expect(await submit()).toBe('submitted');
		expect(sent[0]).toMatchObject({
			lines: [{ category: 'birth', amount: 52 }],
			base_revision: 2
		});
	});

	test('in the same field is asked about before anything is sent', async () => {
		const { entry, sent, submit, change } = open([day(DATE, { [birth]: 50 })]);
		entry.type(birth, '52');
		change({ days: [day(DATE, { [birth]: 48 }, 2)] });
		expect(entry.meanwhile.clashes).toEqual([{ field: birth, from: 50, to: 48, typed: 52 }]);
		expect(await submit()).toBe('asked');
		expect(sent).toEqual([]);

		entry.decide(birth, 52);
		expect(entry.meanwhile.clashes).toEqual([]);
		expect(await submit()).toBe('submitted');
		expect(sent[0]).toMatchObject({ base_revision: 2, lines: [{ amount: 52 }] });
	});

	test('and is asked about again when it changes once more', async () => {
		const { entry, submit, change } = open([day(DATE, { [birth]: 50 })]);
		entry.type(birth, '52');
		change({ days: [day(DATE, { [birth]: 48 }, 2)] });
		entry.decide(birth, 52);
		change({ days: [day(DATE, { [birth]: 47 }, 3)] });
		expect(entry.meanwhile.clashes).toMatchObject([{ from: 48, to: 47, typed: 52 }]);
		expect(await submit()).toBe('asked');
	});

	test("can be taken over instead of one's own", () => {
		const { entry, change } = open([day(DATE, { [birth]: 50 })]);
		entry.type(birth, '52');
		change({ days: [day(DATE, { [birth]: 48 }, 2)] });
		entry.decide(birth, 48);
		expect(entry.changes).toEqual([]);
		expect(entry.touched).toBe(false);
		expect(entry.fields[birth]?.text).toBe('48');
	});

	test('survives a reload: what was on screen is kept with the draft', () => {
		const { entry } = open([day(DATE, { [birth]: 50 })]);
		let kept: Parameters<ReportEntry['keep']>[0] = null;
		entry.keep = (draft) => {
			kept = draft;
			return 'yes';
		};
		entry.type(birth, '52');
		const later = open([day(DATE, { [birth]: 48 }, 2)]);
		expect(kept).not.toBeNull();
		if (kept) later.entry.restore(kept);
		expect(later.entry.meanwhile.clashes).toMatchObject([{ from: 50, to: 48, typed: 52 }]);
	});

	test('of this very device is no news', () => {
		const { entry, change } = open([day(DATE, { [birth]: 50 })]);
		entry.type(death, '3');
		change({ days: [day(DATE, { [birth]: 50 }, 2)] });
		expect(entry.meanwhile).toEqual({ merged: [], clashes: [] });
	});
});

describe('a disputed field', () => {
	const by = { username: 'commune-19330', name_vi: 'Đông Giang', name_en: 'Dong Giang' };
	const number = (revision: number, amount: number) => ({
		...{ revision, amount, by, at: '2025-03-07T09:00:00.000Z' }
	});
	const dispute = (category: string): NamedDispute => ({
		...{ category, measure: 'cases', typed: [number(1, 52), number(2, 48)] }
	});
	const stands = [day(DATE, { [birth]: 48, [death]: 48 }, 2)];

	test('is settled by the number that stands as well as by another', async () => {
		for (const amount of [48, 52, 50]) {
			const { entry, sent, submit } = open(stands, [dispute('birth')]);
			entry.decide(birth, amount);
			expect(entry.settles(birth)).toBe(true);
			expect(await submit()).toBe('submitted');
			const line = { category: 'birth', measure: 'cases', amount };
			expect(sent).toMatchObject([{ base_revision: 2, lines: [line] }]);
		}
	});

	test('is settled together with others, and with figures typed beside it', async () => {
		const { entry, sent, submit } = open(stands, [dispute('birth'), dispute('death')]);
		entry.decide(birth, 48);
		entry.decide(death, 52);
		entry.type(books, '2');
		await submit();
		expect(sent[0]?.lines.map(({ category, amount }) => [category, amount])).toEqual([
			['birth', 2],
			['birth', 48],
			['death', 52]
		]);
	});

	test('that nobody decided about goes with nothing', async () => {
		const { entry, sent, submit } = open(stands, [dispute('birth')]);
		entry.type(books, '2');
		await submit();
		expect(sent[0]?.lines).toEqual([{ category: 'birth', measure: 'books', amount: 2 }]);
		expect(entry.settles(birth)).toBe(false);
	});
});

describe('what looks wrong', () => {
	const days = ['2025-03-03', '2025-03-04', '2025-03-05'].map((date) =>
		day(date, { [birth]: 100 })
	);
	const totals = Object.fromEntries(days.map(({ date }) => [date, { cases: 100 }]));

	test('is asked before sending, and the answer goes along', async () => {
		const { entry, sent, submit, change } = open(days);
		change({ totals });
		entry.type(birth, '1000');
		expect(await submit()).toBe('asked');
		const [finding] = entry.questions.current ?? [];
		expect(finding).toMatchObject({ check: 'far_above_median', params: { usual: 100 } });
		entry.questions.confirm();
		expect(await submit()).toBe('submitted');
		expect(sent[0]?.answers).toEqual([{ check: 'far_above_median', measure: 'cases' }]);
	});

	test('a slip is one question beside its field, whatever is odd about it; what is missing comes after', async () => {
		const { entry, sent, submit, change } = open(days);
		change({ totals, targets: { cases: { amount: 9000 }, books: { amount: 90 } } });
		entry.type(birth, '20');
		entry.type(death, '9000');
		expect(await submit()).toBe('asked');
		const checks = () => entry.questions.current?.map(({ check }) => check);
		expect(checks()).toEqual(['far_above_median', 'above_target']);
		expect(entry.askedField).toBe(death);
		expect(entry.questions.isLast).toBe(false);
		entry.questions.confirm();
		expect(await submit()).toBe('asked');
		expect(checks()).toEqual(['measure_missing']);
		expect(entry.askedField).toBe('death books');
		expect(entry.questions.isLast).toBe(true);
		entry.questions.confirm();
		expect(await submit()).toBe('submitted');
		expect(sent[0]?.answers).toHaveLength(3);
	});

	test('is asked again when the figure changes', async () => {
		const { entry, submit, change } = open(days);
		change({ totals });
		entry.type(birth, '1000');
		await submit();
		entry.questions.confirm();
		entry.type(birth, '2000');
		expect(entry.questions.asking).toBe(false);
		expect(await submit()).toBe('asked');
	});

	test('a running total is taken for what it is, text and all', async () => {
		const { entry, sent, submit, change } = open(days);
		change({ totals });
		entry.type(birth, '412');
		entry.type(books, '3');
		expect(await submit()).toBe('asked');
		expect(entry.questions.open).toMatchObject([{ check: 'running_total', params: { day: 112 } }]);
		expect(dayOfRunningTotal(entry, 'cases')).toBe(112);
		takeAsRunningTotal(entry, 'cases');
		expect(entry.mode).toBe('so_far');
		expect(entry.fields[birth]?.text).toBe('412');
		expect(entry.questions.understood).toEqual({ measure: 'cases', day: 112, total: 412 });
		expect(await submit()).toBe('submitted');
		expect(sent[0]?.lines).toMatchObject([{ amount: 3 }, { amount: 112 }]);
	});

	test('typed as totals so far, the same checks look at the day', async () => {
		const { entry, submit, change } = open(days);
		change({ totals });
		entry.enterAs('so_far');
		entry.type(birth, '1300');
		expect(await submit()).toBe('asked');
		expect(entry.questions.open).toMatchObject([{ params: { amount: 1000 } }]);
		expect(dayOfRunningTotal(entry, 'cases')).toBeNull();
	});

	test('a total below what was done may be the day itself', async () => {
		const { entry, submit } = open(days);
		entry.enterAs('so_far');
		entry.type(birth, '112');
		expect(await submit()).toBe('wrong');
		expect(entry.fields[birth]?.entry).toMatchObject({ key: 'total_below' });
		takeAsDayCounts(entry);
		expect(entry.changes).toMatchObject([{ amount: 112 }]);
	});
});

describe('cells pasted into a field', () => {
	test('fill the fields in order, in the way of entering that is on screen, and can be taken back', async () => {
		const { entry, sent, submit } = open();
		entry.type(death, '9');
		entry.paste(books, '1\t1.200,00\n2');
		expect(entry.pasted?.kind).toBe('filled');
		expect(entry.fields[birth]?.entry).toEqual({ kind: 'amount', amount: 1200 });
		entry.undoPaste();
		expect(entry.fields[birth]?.text).toBe('');
		expect(entry.fields[death]?.text).toBe('9');
		entry.paste(books, '1\t1200');
		await submit();
		expect(sent[0]?.lines.map(({ amount }) => amount).toSorted()).toEqual([1, 1200, 9]);
	});

	test('that do not fit change nothing', () => {
		const { entry } = open();
		entry.paste(birth, '1\t2\n3\t4');
		expect(entry.pasted).toMatchObject({ kind: 'too_many' });
		entry.paste(books, 'x\t12');
		expect(entry.pasted).toMatchObject({ kind: 'not_numbers', cell: 'x' });
		expect(entry.touched).toBe(false);
		entry.type(birth, '5');
		expect(entry.pasted).toBeNull();
	});
});
