import { describe, expect, test } from 'vitest';
import type { CampaignBoard, DayReport } from '../board.ts';
import {
	countReviews,
	isClean,
	isRemindable,
	keepAlike,
	reviewDays,
	reviewRows,
	sortReviews
} from './review-list.ts';
import { smallBoard } from '../test-campaign.ts';

const DATE = '2025-03-07';
const EVENING = new Date('2025-03-07T12:00:00Z'); // 19:00 in Quảng Trị
const day = (changes: Partial<DayReport> = {}): DayReport => ({
	state: 'submitted',
	amounts: { books: 1, cases: 30 },
	revision: 1,
	receipt: 'AAAA',
	at: '2025-03-07T09:00:00.000Z',
	timely: true,
	...changes
});

function boardWith(days: Record<string, DayReport>): CampaignBoard {
	const board = smallBoard();
	for (const [code, report] of Object.entries(days)) {
		const unit = board.units.get(code);
		if (unit) unit.days[DATE] = report;
	}
	return board;
}
const rowsOf = (board: CampaignBoard, now = EVENING, within: string | null = null) =>
	reviewRows(board, DATE, now, within);

describe('the rows of a review', () => {
	test('are the communes in the campaign order, or those of one district', () => {
		expect(rowsOf(smallBoard()).map(({ code }) => code)).toEqual(['19330', '19333', '19678']);
		expect(rowsOf(smallBoard(), EVENING, '469').map(({ code }) => code)).toEqual(['19678']);
	});

	test('are counted by what a reviewer looks for', () => {
		const board = boardWith({
			'19330': day({ flags: ['above_target'], timely: false }),
			'19333': day({ state: 'returned', disputed: 1 })
		});
		expect(countReviews(rowsOf(board))).toEqual({
			all: 3,
			waiting: 1,
			absent: 1,
			late: 1,
			returned: 1,
			flagged: 1,
			disputed: 1,
			silent: 1
		});
	});

	test('say silence by closed days, not by the day looked at', () => {
		const silent = rowsOf(boardWith({ '19330': day() }), EVENING);
		expect(silent.map(({ silent_days }) => silent_days)).toEqual([0, 7, 7]);
	});

	test('carry a reminder only of their own day', () => {
		const board = smallBoard();
		const at = '2025-03-07T03:00:00.000Z';
		board.units.get('19330')!.reminded = { at, date: DATE, seen: true };
		board.units.get('19333')!.reminded = { at, date: '2025-03-06', seen: false };
		const [first, second] = rowsOf(board);
		expect(first?.reminder).toEqual({ at, date: DATE, seen: true });
		expect(second?.reminder).toBeNull();
	});
});

describe('what can be done with a row', () => {
	test('a bulk takes what waits without flag or dispute', () => {
		const board = boardWith({
			'19330': day({ state: 'corrected' }),
			'19333': day({ flags: ['far_above_median'] }),
			'19678': day({ disputed: 2 })
		});
		expect(rowsOf(board).map(isClean)).toEqual([true, false, false]);
		expect(rowsOf(boardWith({ '19330': day({ state: 'accepted' }) })).some(isClean)).toBe(false);
	});

	test('a reminder asks who has not reported, while a report is still taken', () => {
		const board = boardWith({ '19330': day() });
		expect(rowsOf(board).map(isRemindable)).toEqual([false, true, true]);
		const locked = new Date('2025-03-10T12:00:00Z');
		expect(rowsOf(board, locked).map(isRemindable)).toEqual([false, false, false]);
	});
});

test('orders put the longest silent or the newest first, and keep the rest as listed', () => {
	const board = boardWith({
		'19330': day(),
		'19678': day({ at: '2025-03-07T10:00:00.000Z' })
	});
	const codes = (order: 'silence' | 'newest') =>
		sortReviews(rowsOf(board), order).map(({ code }) => code);
	expect(codes('silence')).toEqual(['19333', '19330', '19678']);
	expect(codes('newest')).toEqual(['19678', '19330', '19333']);
});

test('days tell how many are in and how many wait', () => {
	const board = boardWith({ '19330': day(), '19333': day({ state: 'accepted' }) });
	const of = (date: string) => reviewDays(board).find((one) => one.date === date);
	expect(of(DATE)).toEqual({ date: DATE, in: 2, waiting: 1, due: 3 });
	expect(of('2025-03-06')).toEqual({ date: '2025-03-06', in: 0, waiting: 0, due: 3 });
	expect(reviewDays(board, '469')[6]).toMatchObject({ in: 0, due: 1 });
});

test('a row that says the same is the same row, though the board changes in place', () => {
	const board = boardWith({ '19330': day({ state: 'returned' }) });
	const before = new Map(rowsOf(board).map((row) => [row.code, row]));
	board.units.get('19330')!.days[DATE]!.return_seen = true;
	const after = keepAlike(before, rowsOf(board));
	expect(after[0]).not.toBe(before.get('19330'));
	expect(after[1]).toBe(before.get('19333'));
});
