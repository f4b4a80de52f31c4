import { describe, expect, test } from 'vitest';
import { kilometresBetween } from './distance.ts';
import {
	compareWarnings,
	freeDays,
	planWarnings,
	suggestions,
	type PlanView,
	type PlanWarning
} from './plan-warnings.ts';
import type { Visit } from './visit.ts';

const on = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
let numbers = 0;
function visit(
	group: string,
	unit: string,
	from: number,
	to: number,
	more: Partial<Visit> = {}
): Visit {
	return {
		...{ number: ++numbers, group, unit, from: on(from), to: on(to), state: 'published' },
		...{ arrived_at: null, left_at: null, at: '2025-03-01T00:00:00.000Z' },
		...more
	};
}
const group = (code: string, base: string | null, capacity = 2) => ({
	...{ code, base, capacity, phone: null, members: [] },
	...{ name_vi: code, name_en: code }
});

/** A line of places along a parallel, 0.1° (about 10.6 km) apart: c0, c1, … */
const positions = Object.fromEntries(
	Array.from({ length: 10 }, (_, i) => [`c${i}`, [107 + i / 10, 16.8] as const])
);
function view(changes: Partial<PlanView> = {}): PlanView {
	return {
		...{ today: on(7), ends_on: on(20), groups: [group('a', 'c0'), group('b', 'c9')] },
		...{ visits: [], requests: [], communes: [], positions },
		...changes
	};
}
const kinds = (warnings: PlanWarning[]) => warnings.map(({ kind }) => kind);

test('distances are as the crow flies', () => {
	expect(kilometresBetween([107, 16.8], [107, 16.8])).toBe(0);
	expect(kilometresBetween([107, 16], [107, 17])).toBeCloseTo(111.2, 0);
	expect(kilometresBetween([107, 16.8], [108, 16.8])).toBeCloseTo(106.4, 0);
});

describe('gaps', () => {
	const communes = [
		{ code: 'c1', parent: 'd', status: 'at_risk' as const },
		{ code: 'c8', parent: 'd', status: 'late' as const },
		{ code: 'c5', parent: 'e', status: 'on_track' as const },
		{ code: 'c6', parent: 'e', status: 'silent' as const }
	];

	test('are communes late or at risk that nobody is sent to, the late first, with who is nearest', () => {
		expect(planWarnings(view({ communes }))).toMatchObject([
			{ kind: 'gap', unit: 'c8', nearest: { group: 'b' } },
			{ kind: 'gap', unit: 'c1', nearest: { group: 'a' } }
		]);
	});

	test('are closed by a draft, or by a visit to the whole district; not by one that is over', () => {
		const draft = visit('a', 'c1', 9, 10, { state: 'planned' });
		expect(planWarnings(view({ communes, visits: [draft] }))).toMatchObject([{ unit: 'c8' }]);
		expect(planWarnings(view({ communes, visits: [visit('a', 'd', 9, 10)] }))).toEqual([]);
		for (const over of [
			visit('a', 'c1', 2, 3, { state: 'done' }),
			visit('a', 'c1', 2, 7, { state: 'cut_short' }),
			visit('a', 'c1', 9, 10, { state: 'cancelled' }),
			visit('a', 'c1', 2, 6)
		]) {
			expect(planWarnings(view({ communes, visits: [over] }))).toHaveLength(2);
		}
	});

	test('are suggested for a group by distance from where it will be', () => {
		const visits = [visit('a', 'c9', 8, 9)];
		const unitsOn = (date: string) =>
			suggestions(view({ communes, visits }), group('a', 'c0'), date).map(({ unit }) => unit);
		expect(unitsOn(on(7))).toEqual(['c1', 'c8']);
		expect(unitsOn(on(10))).toEqual(['c8', 'c1']);
	});
});

describe('overload', () => {
	test('is a group without a free day', () => {
		const visits = [visit('a', 'c1', 5, 13), visit('a', 'c2', 14, 20)];
		expect(planWarnings(view({ visits }))).toEqual([{ kind: 'full', group: 'a' }]);
		expect(freeDays(view({ visits: visits.slice(0, 1) }), 'a')).toHaveLength(7);
		// After the campaign nobody is overloaded.
		expect(planWarnings(view({ visits, today: on(21) }))).toEqual([]);
	});

	test('is more open requests, held or at the places ahead, than the group takes', () => {
		const open = (unit: string, holder: string | null = null) => ({
			unit,
			state: holder ? ('claimed' as const) : ('open' as const),
			holder: holder ? { group: holder, person: 'x', since: '', until: '' } : null
		});
		const visits = [visit('a', 'c1', 8, 9)];
		const requests = [open('c1'), open('c5', 'a'), open('c2'), open('c1', 'b')];
		expect(planWarnings(view({ visits, requests }))).toEqual([]);
		expect(planWarnings(view({ visits, requests: [...requests, open('c1')] }))).toEqual([
			{ kind: 'busy', group: 'a', open: 3, capacity: 2 }
		]);
	});
});

describe('travel', () => {
	test('is long between two visits in a row that lie ahead', () => {
		const visits = [visit('a', 'c0', 8, 9), visit('a', 'c9', 10, 11), visit('b', 'c9', 12, 13)];
		const [far] = planWarnings(view({ visits }));
		expect(far).toMatchObject({ kind: 'far', group: 'a', units: ['c0', 'c9'] });
		expect(planWarnings(view({ visits, today: on(11) }))).toEqual([]);
		expect(planWarnings(view({ visits, positions: {} }))).toEqual([]);
	});
});

test('a move says what it mends and what it brings', () => {
	const communes = [{ code: 'c9', parent: null, status: 'late' as const }];
	const near = visit('a', 'c0', 8, 8);
	const second = visit('a', 'c1', 9, 10);
	const before = planWarnings(view({ communes, visits: [near, second] }));
	const moved = { ...second, unit: 'c9' };
	const after = planWarnings(view({ communes, visits: [near, moved] }));
	const { mended, added } = compareWarnings(before, after);
	expect(kinds(mended)).toEqual(['gap']);
	expect(kinds(added)).toEqual(['far']);
});
