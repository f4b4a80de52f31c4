import type { Visit } from '#lib/campaign/visits/visit.ts';
import { fixedFields, type VisitPlan } from '#lib/campaign/visits/visit-days.ts';
import { nextFree, regrouped, resized, shifted } from './plan-grid.ts';

/** A visit in somebody's hand: where it was, and where it would be. */
export interface Hold {
	kind: 'move' | 'resize' | 'copy';
	by: 'pointer' | 'keys';
	visit: Visit;
	plan: VisitPlan;
}

/** Days and groups of the grid, in order. */
interface GridAxes {
	dates: readonly string[];
	groups: readonly string[];
}

const planOf = ({ group, unit, from, to }: Visit): VisitPlan => ({ group, unit, from, to });

/** Whether a step of the plan is still possible for a visit: what is over cannot be changed. */
export function isChangeable({ state }: Visit): boolean {
	return ['planned', 'published', 'en_route', 'on_site'].includes(state);
}

/** Takes a visit up. One that has begun can only be made longer or shorter; a copy begins where it fits. */
export function takeUp(
	visit: Visit,
	kind: Hold['kind'],
	by: Hold['by'],
	{ visits, dates, today }: { visits: readonly Visit[]; dates: readonly string[]; today: string }
): Hold | null {
	if (kind === 'copy') {
		const from = visit.to < today ? today : visit.to;
		const plan = by === 'keys' ? nextFree(visits, planOf(visit), from, dates) : planOf(visit);
		return { kind, by, visit, plan };
	}
	if (!isChangeable(visit)) return null;
	const only = fixedFields(visit).includes('from');
	return { kind: only ? 'resize' : kind, by, visit, plan: planOf(visit) };
}

/** Where a held visit is when it was carried so many days and rows from where it stood. */
export function carried(hold: Hold, days: number, rows: number, { dates, groups }: GridAxes): Hold {
	const start = planOf(hold.visit);
	const plan =
		hold.kind === 'resize'
			? resized(start, days, dates)
			: regrouped(shifted(start, days, dates), rows, groups);
	return { ...hold, plan };
}

/** What a key does to a held visit; null for keys that do nothing to it. */
export function held(
	hold: Hold,
	{ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
	{ dates, groups }: GridAxes
): Hold | 'keep' | 'give_up' | null {
	const { plan, kind } = hold;
	const stretches = shiftKey || kind === 'resize';
	const days = { ArrowLeft: -1, ArrowRight: 1, '-': -1, '+': 1, '=': 1 }[key];
	switch (key) {
		case 'Enter':
		case ' ':
			return 'keep';
		case 'Escape':
			return 'give_up';
		case 'ArrowUp':
		case 'ArrowDown':
			if (stretches) return hold;
			return { ...hold, plan: regrouped(plan, key === 'ArrowUp' ? -1 : 1, groups) };
		default:
			if (days === undefined) return null;
			if (stretches || !key.startsWith('Arrow'))
				return { ...hold, plan: resized(plan, days, dates) };
			return { ...hold, plan: shifted(plan, days, dates) };
	}
}

/** Whether keeping it would change anything. */
export function hasMoved({ kind, visit, plan }: Hold): boolean {
	return kind === 'copy' || JSON.stringify(planOf(visit)) !== JSON.stringify(plan);
}

/** The visits as they would be if the held one were let go. */
export function withHold(visits: readonly Visit[], { kind, visit, plan }: Hold): Visit[] {
	if (kind === 'copy') return [...visits, { ...visit, ...plan, number: 0, state: 'planned' }];
	return visits.map((one) => (one.number === visit.number ? { ...one, ...plan } : one));
}
