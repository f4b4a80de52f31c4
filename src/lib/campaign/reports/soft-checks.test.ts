import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Amounts } from '../campaign.ts';
import { fieldOf } from './report-line.ts';
import { asDayCounts, SOFT_CHECKS, softChecks, unanswered } from './soft-checks.ts';
import { quangTri } from '../test-campaign.ts';

const DATE = '2025-03-10';
const targets = { books: { amount: 400 }, cases: { amount: 40_000 } };
/** Days before the tenth, in cases, with a book each. */
const before = (...cases: number[]) =>
	Object.fromEntries(
		cases.map((amount, i) => [`2025-03-0${i + 1}`, { books: amount > 0 ? 1 : 0, cases: amount }])
	);
const asked = (days: Record<string, Amounts>, amounts: Amounts) =>
	softChecks({ campaign: quangTri, targets, days, date: DATE, amounts });

describe('a usual day', () => {
	test('asks nothing', () => {
		expect(asked(before(1300, 1400, 1350), { books: 2, cases: 1380 })).toEqual([]);
	});

	test('nor does the first day, whatever it holds', () => {
		expect(asked({}, { books: 2, cases: 9000 })).toEqual([]);
	});

	test('nor one on which nothing was done', () => {
		expect(asked(before(1300, 1400, 1350), { books: 0, cases: 0 })).toEqual([]);
	});
});

describe('far above the own median', () => {
	test('is asked from three times on, with both figures', () => {
		const days = before(100, 120, 2000, 110, 120);
		expect(asked(days, { cases: 360 })).toEqual([]);
		expect(asked(days, { cases: 361 })).toEqual([
			{ check: 'far_above_median', measure: 'cases', params: { amount: 361, usual: 120 } }
		]);
	});

	test('needs three days of work; days of nothing are no usual days', () => {
		expect(asked(before(100, 0, 0, 100), { books: 1, cases: 5000 })).toEqual([]);
		expect(asked(before(100, 0, 0, 100, 100), { books: 1, cases: 5000 })).toMatchObject([
			{ check: 'far_above_median', params: { usual: 100 } }
		]);
	});

	test('compares with later days too, when an earlier one is made up for', () => {
		const days = { '2025-03-11': { cases: 10 }, '2025-03-12': { cases: 12 }, ...before(14) };
		expect(asked(days, { books: 1, cases: 40 })).toMatchObject([{ params: { usual: 12 } }]);
	});

	test('does not look at the day itself', () => {
		const days = { ...before(100, 120, 110), [DATE]: { books: 1, cases: 100_000 } };
		expect(asked(days, { books: 1, cases: 130 })).toEqual([]);
	});
});

describe('a running total typed as a day', () => {
	const days = before(1350, 1200, 1500, 1350, 1400, 1500, 1400, 1400); // 11.100
	test('is recognised and says what the day would be', () => {
		expect(asked(days, { books: 1, cases: 12_480 })).toEqual([
			{
				check: 'running_total',
				measure: 'cases',
				params: { amount: 12_480, before: 11_100, day: 1380 }
			}
		]);
	});

	test('also when nothing was added to it', () => {
		expect(asked(days, { cases: 11_100 })).toMatchObject([
			{ check: 'running_total', params: { day: 0 } }
		]);
	});

	test('is none below the earlier days, nor when it would add far more than a day', () => {
		for (const cases of [11_099, 13_351]) {
			expect(asked(days, { cases })).toMatchObject([{ check: 'far_above_median' }]);
		}
	});

	test('is not asked as passing the target as well', () => {
		const near = { cases: { amount: 13_000 } };
		const found = softChecks({
			...{ campaign: quangTri, targets: near, days, date: DATE },
			amounts: { cases: 12_480 }
		});
		expect(found.map(({ check }) => check)).toEqual(['running_total']);
	});

	test('looks at earlier days only', () => {
		const later = { '2025-03-11': { cases: 500 }, '2025-03-12': { cases: 500 } };
		expect(asked(later, { books: 1, cases: 1000 })).toEqual([]);
	});
});

test('a total above the target is asked, with both figures', () => {
	const days = before(13_000, 13_000, 13_000);
	expect(asked(days, { books: 1, cases: 1000 })).toEqual([]);
	expect(asked(days, { books: 1, cases: 1001 })).toEqual([
		{ check: 'above_target', measure: 'cases', params: { total: 40_001, target: 40_000 } }
	]);
});

describe('cases without books', () => {
	const missing = { check: 'measure_missing', measure: 'cases' };
	test('are asked as long as no book was ever counted', () => {
		expect(asked({}, { cases: 30 })).toEqual([
			{ ...missing, params: { other: 'books', amount: 30 } }
		]);
		expect(asked({ '2025-03-01': { books: 0, cases: 9 } }, { books: 0, cases: 30 })).toEqual([
			{ ...missing, params: { other: 'books', amount: 30 } }
		]);
		expect(asked({ '2025-03-01': { books: 1 } }, { cases: 30 })).toEqual([]);
		expect(asked({}, { books: 1, cases: 30 })).toEqual([]);
		expect(asked({}, { books: 0, cases: 0 })).toEqual([]);
	});

	test('are not asked where no books are to be counted', () => {
		const found = softChecks({
			...{ campaign: quangTri, targets: { cases: { amount: 90 } }, days: {}, date: DATE },
			amounts: { cases: 30 }
		});
		expect(found).toEqual([]);
	});
});

test('what was answered is not asked again, for that measure', () => {
	const days = before(100, 120, 110);
	const findings = asked(days, { books: 300, cases: 50_000 });
	expect(findings.map(({ check, measure }) => `${check} ${measure}`)).toEqual([
		'far_above_median books',
		'far_above_median cases',
		'above_target cases'
	]);
	const answers = [{ check: 'far_above_median', measure: 'cases' }] as const;
	expect(unanswered(findings, answers)).toEqual([findings[0], findings[2]]);
	expect(unanswered(findings, [])).toEqual(findings);
	expect(unanswered(findings, findings)).toEqual([]);
});

describe('day counts from running totals', () => {
	const line = (category: string, amount: number) => ({ category, measure: 'cases', amount });
	test('take each field less what it had before', () => {
		const done = { 'birth cases': 9000, 'death cases': 2100 };
		expect(asDayCounts([line('birth', 10_000), line('death', 2480)], done)).toEqual([
			line('birth', 1000),
			line('death', 380)
		]);
		expect(asDayCounts([line('divorce', 7)], done)).toEqual([line('divorce', 7)]);
	});

	test('are none when a field is smaller than it was: it was no running total', () => {
		expect(asDayCounts([line('birth', 8999)], { 'birth cases': 9000 })).toBeNull();
	});
});

const amount = fc.oneof(fc.nat(3), fc.nat(2000), fc.nat(1_000_000));
const amounts = fc.dictionary(fc.constantFrom('books', 'cases', 'unheard_of'), amount);
const march = Array.from({ length: 20 }, (_, i) => `2025-03-${String(i + 1).padStart(2, '0')}`);
const someDays = fc.dictionary(fc.constantFrom(...march), amounts, { maxKeys: 20 });
const someTargets = fc.dictionary(
	fc.constantFrom('books', 'cases', 'unheard_of'),
	fc.record({ amount })
);

describe('whatever was reported', () => {
	const situation = fc.record({
		campaign: fc.constant(quangTri),
		targets: someTargets,
		days: someDays,
		date: fc.constantFrom(...march),
		amounts
	});
	const reversed = <T>(record: Record<string, T>) =>
		Object.fromEntries(Object.entries(record).reverse());

	test('nothing throws, and a question speaks of whole known figures, once each', () => {
		fc.assert(
			fc.property(situation, (report) => {
				const found = softChecks(report);
				for (const { check, measure, params } of found) {
					expect(SOFT_CHECKS).toContain(check);
					expect(quangTri.measures.map(({ key }) => key)).toContain(measure);
					for (const value of Object.values(params)) {
						if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
					}
				}
				const names = found.map(({ check, measure }) => `${check} ${measure}`);
				expect(new Set(names).size).toBe(names.length);
				expect(unanswered(found, found)).toEqual([]);
			}),
			{ numRuns: 1000 }
		);
	});

	test('the questions do not depend on the order in which anything is named', () => {
		fc.assert(
			fc.property(situation, (report) => {
				const turned = {
					...report,
					targets: reversed(report.targets),
					days: reversed(report.days),
					amounts: reversed(report.amounts)
				};
				expect(softChecks(turned)).toEqual(softChecks(report));
			}),
			{ numRuns: 1000 }
		);
	});

	test('a running total is what its question says it is', () => {
		fc.assert(
			fc.property(situation, (report) => {
				for (const { check, measure, params } of softChecks(report)) {
					if (check !== 'running_total') continue;
					const earlier = Object.entries(report.days).filter(([day]) => day < report.date);
					const sum = earlier.reduce((total, [, sums]) => total + (sums[measure] ?? 0), 0);
					expect(params).toEqual({
						amount: report.amounts[measure],
						before: sum,
						day: (report.amounts[measure] ?? 0) - sum
					});
				}
			}),
			{ numRuns: 1000 }
		);
	});

	test('day counts undo running totals exactly', () => {
		const lines = fc.uniqueArray(
			fc.record({
				category: fc.constantFrom('birth', 'death', 'divorce'),
				measure: fc.constantFrom('books', 'cases'),
				amount
			}),
			{ selector: fieldOf }
		);
		const done = fc.dictionary(
			fc.constantFrom('birth cases', 'birth books', 'death cases', 'adoption cases'),
			fc.nat(5_000_000)
		);
		fc.assert(
			fc.property(lines, done, (day, sums) => {
				const totals = day.map((line) => ({
					...line,
					amount: line.amount + (sums[fieldOf(line)] ?? 0)
				}));
				expect(asDayCounts(totals, sums)).toEqual(day);
			})
		);
	});
});
