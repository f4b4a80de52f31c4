import { expect, test } from 'vitest';
import { campaignDates } from '#lib/campaign/calendar/calendar.ts';
import type { Visit, VisitState } from '#lib/campaign/visits/visit.ts';
import { quangTri } from '#lib/campaign/test-campaign.ts';
import { carried, hasMoved, held, takeUp, withHold, type Hold } from './plan-hold.ts';

const dates = campaignDates(quangTri);
const axes = { dates, groups: ['a', 'b'] };
const on = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
const visit = (from: number, to: number, state: VisitState = 'planned', number = 1): Visit => ({
	...{ number, group: 'a', unit: '19330', from: on(from), to: on(to), state },
	...{ arrived_at: null, left_at: null, at: '2025-03-01T00:00:00.000Z' }
});
const take = (one: Visit, kind: Hold['kind'], visits = [one]) =>
	takeUp(one, kind, 'keys', { visits, dates, today: on(7) });
/** Presses keys one after the other; a capital arrow is one with Shift. */
function press(hold: Hold | null, ...keys: string[]): Hold | 'keep' | 'give_up' | null {
	let now: Hold | 'keep' | 'give_up' | null = hold;
	for (const key of keys) {
		if (!now || typeof now === 'string') return now;
		now = held(now, { key: key.replace('Shift', ''), shiftKey: key.startsWith('Shift') }, axes);
	}
	return now;
}

test('a held visit follows the arrows, over days and groups', () => {
	const hold = take(visit(8, 9), 'move');
	expect(press(hold, 'ArrowRight', 'ArrowRight', 'ArrowDown')).toMatchObject({
		plan: { group: 'b', from: on(10), to: on(11) }
	});
	expect(press(hold, 'ShiftArrowRight', '+', '-', '+')).toMatchObject({
		plan: { from: on(8), to: on(11) }
	});
	expect(press(hold, 'Enter')).toBe('keep');
	expect(press(hold, 'Escape')).toBe('give_up');
	expect(press(hold, 'x')).toBeNull();
});

test('one that has begun keeps its group and first day', () => {
	const hold = take(visit(6, 8, 'on_site'), 'move');
	expect(hold?.kind).toBe('resize');
	expect(press(hold, 'ArrowRight', 'ArrowDown')).toMatchObject({
		plan: { group: 'a', from: on(6), to: on(9) }
	});
	expect(take(visit(2, 3, 'done'), 'move')).toBeNull();
});

test('a copy begins where it fits, from today on; the visit itself stays', () => {
	const done = visit(2, 3, 'done');
	const next = visit(7, 8, 'planned', 2);
	const hold = take(done, 'copy', [done, next]);
	expect(hold?.plan).toMatchObject({ from: on(9), to: on(10) });
	expect(withHold([done, next], hold!)).toHaveLength(3);
	expect(hasMoved(hold!)).toBe(true);
});

test('carried by a mouse it is as far from where it stood as the mouse', () => {
	const hold = take(visit(8, 9), 'move')!;
	expect(hasMoved(hold)).toBe(false);
	const there = carried(hold, 3, 1, axes);
	expect(there.plan).toMatchObject({ group: 'b', from: on(11), to: on(12) });
	expect(hasMoved(there)).toBe(true);
	expect(carried(there, 0, 0, axes).plan).toEqual(hold.plan);
	expect(withHold([visit(8, 9)], there)).toMatchObject([{ number: 1, group: 'b' }]);
});
