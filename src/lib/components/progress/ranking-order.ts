import type { Status } from '#lib/campaign/status/pace.ts';
import type { UnitSummary } from '#lib/campaign/status/summary.ts';
import { ownNameOf } from '../words/unit-name.ts';

export const RANKING_ORDERS = ['risk', 'name', 'share', 'today'] as const;
export type RankingOrder = (typeof RANKING_ORDERS)[number];

/** What needs somebody's eyes first. */
const URGENCY: Record<Status, number> = {
	late: 0,
	missed: 0,
	silent: 1,
	at_risk: 2,
	on_track: 3,
	done: 4,
	untargeted: 5,
	none: 6
};

/** Done against where the plan should be tonight; below 1 is behind. */
const lead = ({ share, ideal, target }: UnitSummary, primary: string) =>
	(share ?? 0) * (ideal > 0 ? (target[primary] ?? 0) / ideal : 1);

/** Codes in the chosen order; places with nothing to do come last whatever the order. */
export function rank(
	units: readonly UnitSummary[],
	order: RankingOrder,
	primary: string,
	locale: string
): string[] {
	const byName = (a: UnitSummary, b: UnitSummary) =>
		ownNameOf(a).localeCompare(ownNameOf(b), locale, { numeric: true });
	const amount = (amounts: Record<string, number>) => amounts[primary] ?? 0;
	const compare: Record<RankingOrder, (a: UnitSummary, b: UnitSummary) => number> = {
		risk: (a, b) =>
			URGENCY[a.status] - URGENCY[b.status] ||
			lead(a, primary) - lead(b, primary) ||
			amount(b.target) - amount(a.target),
		name: byName,
		share: (a, b) => (b.share ?? 0) - (a.share ?? 0),
		today: (a, b) => amount(b.today) - amount(a.today)
	};
	const idle = ({ status }: UnitSummary) => Number(status === 'none');
	return [...units]
		.sort((a, b) => idle(a) - idle(b) || compare[order](a, b) || byName(a, b))
		.map(({ code }) => code);
}
