import { describe, expect, test } from 'vitest';
import { campaignDates } from '#lib/campaign/calendar/calendar.ts';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import {
	cellAt,
	inTheWay,
	nextFree,
	planRows,
	regrouped,
	resized,
	shifted,
	stepFrom
} from './plan-grid.ts';

const dates = campaignDates(quangTri);
const on = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
const visit = (
	number: number,
	group: string,
	from: number,
	to: number,
	state = 'planned'
): Visit => ({
	...{ number, group, unit: '19330', from: on(from), to: on(to), state: state as Visit['state'] },
	...{ arrived_at: null, left_at: null, at: '2025-03-01T00:00:00.000Z' }
});
const visits = [
	visit(1, 'a', 3, 5),
	visit(2, 'a', 6, 6),
	visit(3, 'a', 10, 12, 'cancelled'),
	visit(4, 'b', 20, 20)
];
const rows = planRows(['a', 'b'], visits, dates);
const plan = { group: 'a', unit: '19330', from: on(3), to: on(5) };

describe('the rows', () => {
	test('fill every day once, and a visit is one cell', () => {
		for (const { cells } of rows) {
			const covered = cells.flatMap(({ column, span }) =>
				Array.from({ length: span }, (_, i) => column + i)
			);
			expect(covered).toEqual(dates.map((_, i) => i));
		}
		expect(cellAt(rows, { row: 0, column: 4 })).toMatchObject({ column: 2, span: 3 });
		expect(cellAt(rows, { row: 0, column: 10 })).toMatchObject({ visit: null });
	});

	test('stay whole while two visits are on one day', () => {
		const [row] = planRows(['a'], [visit(1, 'a', 3, 5), visit(2, 'a', 4, 7)], dates);
		expect(row?.cells.map(({ span }) => span).reduce((a, b) => a + b)).toBe(20);
		const [hidden] = planRows(['a'], [visit(1, 'a', 3, 5), visit(2, 'a', 4, 5)], dates);
		expect(hidden?.cells.filter((cell) => cell.visit)).toHaveLength(1);
	});
});

test('arrows take a visit as one step and end at the edges', () => {
	const step = (row: number, column: number, key: string) => stepFrom(rows, { row, column }, key);
	expect(step(0, 1, 'ArrowRight')).toEqual({ row: 0, column: 2 });
	expect(step(0, 2, 'ArrowRight')).toEqual({ row: 0, column: 5 });
	expect(step(0, 4, 'ArrowLeft')).toEqual({ row: 0, column: 1 });
	expect(step(0, 0, 'ArrowLeft')).toEqual({ row: 0, column: -1 });
	expect(step(0, -1, 'ArrowLeft')).toEqual({ row: 0, column: -1 });
	expect(step(0, -1, 'ArrowRight')).toEqual({ row: 0, column: 0 });
	expect(step(1, 19, 'ArrowRight')).toEqual({ row: 1, column: 19 });
	expect(step(1, 4, 'ArrowDown')).toEqual({ row: 1, column: 4 });
	expect(step(1, 4, 'ArrowUp')).toEqual({ row: 0, column: 4 });
	expect(step(0, 4, 'Home')).toEqual({ row: 0, column: -1 });
	expect(step(0, 4, 'End')).toEqual({ row: 0, column: 19 });
	expect(step(0, 4, 'x')).toBeNull();
});

test('a plan is shifted, resized and given to another group within the campaign', () => {
	expect(shifted(plan, 2, dates)).toMatchObject({ from: on(5), to: on(7) });
	expect(shifted(plan, -9, dates)).toMatchObject({ from: on(1), to: on(3) });
	expect(shifted(plan, 99, dates)).toMatchObject({ from: on(18), to: on(20) });
	expect(resized(plan, -9, dates)).toMatchObject({ from: on(3), to: on(3) });
	expect(resized(plan, 99, dates)).toMatchObject({ to: on(20) });
	expect(regrouped(plan, 1, ['a', 'b']).group).toBe('b');
	expect(regrouped(plan, 5, ['a', 'b']).group).toBe('b');
	expect(regrouped(plan, -1, ['a', 'b']).group).toBe('a');
});

test('what is in the way of a plan, and where it would fit', () => {
	expect(inTheWay(visits, { ...plan, from: on(5), to: on(9) }, null)?.number).toBe(1);
	expect(inTheWay(visits, { ...plan, from: on(5), to: on(9) }, 1)?.number).toBe(2);
	expect(inTheWay(visits, { ...plan, from: on(10), to: on(12) }, null)).toBeNull();
	expect(nextFree(visits, plan, on(4), dates)).toMatchObject({ from: on(7), to: on(9) });
	expect(nextFree(visits, plan, on(19), dates)).toEqual(plan);
});
