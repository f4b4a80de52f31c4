import { expect, test } from 'vitest';
import { myVisits } from './my-visits.ts';
import type { Visit, VisitState } from './visit.ts';

const visit = (
	number: number,
	from: string,
	to: string,
	state: VisitState,
	group = 'a'
): Visit => ({
	...{ number, group, unit: '19330', from: `2025-03-${from}`, to: `2025-03-${to}`, state },
	...{ arrived_at: null, left_at: null, at: '2025-03-01T00:00:00.000Z' }
});
const TODAY = '2025-03-07';

test("a group's visit of today, and what comes after it", () => {
	const visits = [
		visit(5, '12', '13', 'published'),
		visit(4, '10', '11', 'published'),
		visit(3, '09', '09', 'planned'),
		visit(2, '07', '08', 'published'),
		visit(1, '05', '06', 'done'),
		visit(6, '07', '08', 'published', 'b')
	];
	const mine = myVisits(visits, 'a', TODAY);
	expect(mine.visit?.number).toBe(2);
	expect(mine.next.map(({ number }) => number)).toEqual([4, 5]);
});

test('a group that is still somewhere is there, whatever was planned for today', () => {
	const visits = [visit(2, '07', '08', 'published'), visit(1, '05', '06', 'on_site')];
	const mine = myVisits(visits, 'a', TODAY);
	expect(mine.visit?.number).toBe(1);
	expect(mine.next.map(({ number }) => number)).toEqual([2]);
	expect(myVisits([], 'a', TODAY)).toEqual({ visit: null, next: [] });
});
