import { expect, test } from 'vitest';
import type { BoardUnit, CampaignBoard, DayReport } from '../board.ts';
import { dayMarks } from './day-marks.ts';
import { smallBoard } from '../test-campaign.ts';

const report = (cases: number, timely = true): DayReport => ({
	amounts: { books: 0, cases },
	revision: 1,
	receipt: '3F2A',
	at: '2025-03-02T09:00:00.000Z',
	timely,
	state: 'submitted'
});

/** Unit `code`, reports laid in by date. */
function reporting(board: CampaignBoard, code: string, days: BoardUnit['days']): BoardUnit {
	const unit = board.units.get(code);
	if (!unit) throw new Error(`no unit ${code}`);
	Object.assign(unit.days, days);
	return unit;
}

test('a commune day is reported, late, zero, missing or not due', () => {
	const board = smallBoard();
	const unit = reporting(board, '19330', {
		'2025-03-01': report(12),
		'2025-03-02': report(9, false),
		'2025-03-03': report(0)
	});
	// 17:31 of the fourth day in Quảng Trị: its timely deadline has just passed
	const marks = dayMarks(board, unit, new Date('2025-03-04T10:31:00Z'));
	expect(marks).toHaveLength(20);
	expect(marks.slice(0, 5).map(({ state }) => state)).toEqual([
		'reported',
		'late',
		'zero',
		'missing',
		'not_due'
	]);
	expect(marks.filter(({ today }) => today).map(({ date }) => date)).toEqual(['2025-03-04']);
});

test('today is not missing before its deadline', () => {
	const board = smallBoard();
	const unit = reporting(board, '19330', {});
	const marks = dayMarks(board, unit, new Date('2025-03-01T10:29:00Z'));
	expect(marks[0]?.state).toBe('not_due');
});

test('a parent counts the communes that reported and what they did', () => {
	const board = smallBoard();
	reporting(board, '19330', { '2025-03-01': report(12) });
	reporting(board, '19333', { '2025-03-01': report(5, false) });
	const province = reporting(board, '45', {});
	const [first] = dayMarks(board, province, new Date('2025-03-02T02:00:00Z'));
	expect(first).toMatchObject({ state: 'reported', amount: 17, reports: { in: 2, due: 3 } });
});
