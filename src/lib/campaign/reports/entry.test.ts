import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	doneBefore,
	enteredFor,
	fieldOfPath,
	mergeDays,
	overlay,
	parseAmount,
	readEntry,
	type ReportedDay
} from './entry.ts';

const line = (category: string, measure: string, amount: number) => ({ category, measure, amount });
const day = (date: string, revision: number, ...lines: ReturnType<typeof line>[]): ReportedDay => ({
	date,
	revision,
	receipt: '3F2A',
	received_at: `${date}T10:00:00.000Z`,
	timely: true,
	lines
});

describe('parseAmount', () => {
	test.each([
		['1240', 1240],
		['1.240', 1240],
		['1,240', 1240],
		['1 240', 1240],
		['1\u00a0240', 1240],
		['1\u202f240', 1240],
		[' 38 ', 38],
		['0', 0],
		['007', 7],
		['+12', 12],
		['-0', 0],
		['１２', 12],
		['1.234,00', 1234],
		['1,234.00', 1234],
		['1 234,0', 1234],
		['12,00', 12],
		['0,000', 0],
		['1.000.000', 1_000_000]
	])('%j is %i', (text, amount) => {
		expect(parseAmount(text)).toEqual({ kind: 'amount', amount });
	});

	test.each([
		['-5', 'amount_negative'],
		['−1.240', 'amount_negative'],
		['12,5', 'amount_not_whole'],
		['1.24', 'amount_not_whole'],
		['0.125', 'amount_not_whole'],
		['1.240,5', 'amount_not_whole'],
		['1.240,500', 'amount_not_whole'],
		['1.234,50', 'amount_not_whole'],
		['1,234,00', 'amount_not_whole'],
		['.5', 'amount_not_whole'],
		['1000001', 'amount_too_large'],
		['9'.repeat(400), 'amount_too_large'],
		['12a', 'amount_not_number'],
		['1e3', 'amount_not_number'],
		['-', 'amount_not_number'],
		['12 5', 'amount_not_number'],
		['NaN', 'amount_not_number']
	])('%j is refused as %s', (text, key) => {
		expect(parseAmount(text)).toEqual({ kind: 'problem', key, params: {} });
	});

	test.each([
		['12\t500', '12 · 500'],
		['12\n500', '12 · 500'],
		['12\r\n500\t7', '12 · 500 · 7'],
		['12  500', '12 · 500']
	])('cells pasted into one field are several numbers: %j', (text, seen) => {
		const problem = { kind: 'problem', key: 'amount_several', params: { seen } };
		expect(parseAmount(text)).toEqual(problem);
		expect(readEntry(text, 'so_far', 0)).toEqual(problem);
	});

	test.each(['', '  ', '\u00a0'])('%j is empty, which is not zero', (text) => {
		expect(parseAmount(text)).toEqual({ kind: 'empty' });
	});

	test('reads back what either language writes', () => {
		fc.assert(
			fc.property(fc.nat(1_000_000), fc.constantFrom('vi-VN', 'en-GB'), (amount, language) => {
				const text = new Intl.NumberFormat(language).format(amount);
				expect(parseAmount(text)).toEqual({ kind: 'amount', amount });
			})
		);
	});
});

describe('readEntry', () => {
	test('a running total is the day plus what was done before', () => {
		expect(readEntry('1.452', 'so_far', 1240)).toEqual({ kind: 'amount', amount: 212 });
		expect(readEntry('1.240', 'so_far', 1240)).toEqual({ kind: 'amount', amount: 0 });
		expect(readEntry('212', 'day', 1240)).toEqual({ kind: 'amount', amount: 212 });
	});

	test('a running total below what was reported before is refused with that number', () => {
		expect(readEntry('1.239', 'so_far', 1240)).toEqual({
			kind: 'problem',
			key: 'total_below',
			params: { before: 1240 }
		});
	});

	test('a running total may pass a million, its day may not', () => {
		expect(readEntry('1.000.300', 'so_far', 999_900)).toEqual({ kind: 'amount', amount: 400 });
		expect(readEntry('1.000.300,00', 'so_far', 999_900)).toEqual({ kind: 'amount', amount: 400 });
		expect(readEntry('2.000.000', 'so_far', 10)).toMatchObject({ key: 'amount_too_large' });
	});

	test('what is shown in a mode reads back as the same increment', () => {
		fc.assert(
			fc.property(
				fc.nat(1_000_000),
				fc.nat(5_000_000),
				fc.constantFrom('day' as const, 'so_far' as const),
				(amount, before, mode) => {
					const text = String(enteredFor(amount, mode, before));
					expect(readEntry(text, mode, before)).toEqual({ kind: 'amount', amount });
				}
			)
		);
	});
});

test('done before a day leaves that day and later ones out', () => {
	const days = [
		day('2025-03-01', 1, line('birth', 'cases', 5), line('birth', 'books', 1)),
		day('2025-03-02', 1, line('birth', 'cases', 7)),
		day('2025-03-03', 1, line('birth', 'cases', 9))
	];
	expect(doneBefore(days, '2025-03-03')).toEqual({ 'birth cases': 12, 'birth books': 1 });
});

test('of two sources of a day the higher revision stands, in order of date', () => {
	const merged = mergeDays(
		[day('2025-03-02', 3, line('birth', 'cases', 3)), day('2025-03-01', 1)],
		[day('2025-03-02', 2, line('birth', 'cases', 2)), day('2025-03-03', 1)]
	);
	expect(merged.map(({ date, revision }) => [date, revision])).toEqual([
		['2025-03-01', 1],
		['2025-03-02', 3],
		['2025-03-03', 1]
	]);
});

test('fields not sent keep what they had', () => {
	const standing = [line('birth', 'cases', 5), line('death', 'cases', 2)];
	expect(overlay(standing, [line('birth', 'cases', 6)])).toEqual([
		line('death', 'cases', 2),
		line('birth', 'cases', 6)
	]);
});

test("an error's path finds the field that was sent", () => {
	const sent = [line('birth', 'books', 1), line('death', 'cases', 2)];
	expect(fieldOfPath('lines.1.amount', sent)).toBe('death cases');
	expect(fieldOfPath('lines.0', sent)).toBe('birth books');
	expect(fieldOfPath('lines.7.amount', sent)).toBeNull();
	expect(fieldOfPath('date', sent)).toBeNull();
	expect(fieldOfPath(undefined, sent)).toBeNull();
});
