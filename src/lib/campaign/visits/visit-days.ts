import type { Campaign } from '../campaign.ts';
import type { Visit } from './visit.ts';

/** What of a visit the plan decides. */
export type VisitPlan = Pick<Visit, 'group' | 'unit' | 'from' | 'to'>;

/** Why a visit cannot be planned or moved so, as a key of the words and the field it stands in. */
interface PlanProblem {
	code: 'invalid' | 'conflict';
	key: 'date_outside_campaign' | 'visit_days_reversed' | 'visit_past' | 'visit_under_way';
	field: keyof VisitPlan;
	params: Record<string, string | number>;
}

/**
 * Days within the campaign, and nothing planned into the past: what was, stays. Of a group on its way
 * the place and the end can change, of one that has arrived only the end.
 * @param today local date
 * @param before the visit as it is, when it is moved
 * @returns the first problem, or null
 */
export function checkPlan(
	{ starts_on, ends_on }: Pick<Campaign, 'starts_on' | 'ends_on'>,
	plan: VisitPlan,
	today: string,
	before?: VisitPlan & Pick<Visit, 'state'>
): PlanProblem | null {
	for (const field of ['from', 'to'] as const) {
		if (plan[field] < starts_on || plan[field] > ends_on) {
			const params = { from: starts_on, to: ends_on };
			return { code: 'invalid', key: 'date_outside_campaign', field, params };
		}
	}
	if (plan.to < plan.from) {
		return { code: 'invalid', key: 'visit_days_reversed', field: 'to', params: {} };
	}
	const fixed = before ? fixedFields(before) : [];
	const changed = fixed.find((field) => before?.[field] !== plan[field]);
	if (changed) return { code: 'conflict', key: 'visit_under_way', field: changed, params: {} };
	for (const field of ['from', 'to'] as const) {
		if (plan[field] < today && plan[field] !== before?.[field]) {
			return { code: 'conflict', key: 'visit_past', field, params: { today } };
		}
	}
	return null;
}

/** What cannot be changed about a visit any more, because it has happened. */
export function fixedFields({ state }: Pick<Visit, 'state'>): (keyof VisitPlan)[] {
	if (state === 'on_site') return ['group', 'unit', 'from'];
	return state === 'en_route' ? ['group', 'from'] : [];
}
