import { isUnderWay, type Visit } from './visit.ts';

/**
 * What of the plan is a group's own today: the visit under way, else the one of today; and the published
 * ones after it, soonest first. Drafts are the planners' business.
 * @param today local date
 */
export function myVisits(
	visits: Iterable<Visit>,
	group: string,
	today: string
): { visit: Visit | null; next: Visit[] } {
	const own = [...visits]
		.filter((visit) => visit.group === group)
		.filter((visit) => isUnderWay(visit) || (visit.state === 'published' && visit.to >= today))
		.sort((a, b) => a.from.localeCompare(b.from));
	const visit =
		own.find(isUnderWay) ?? own.find(({ from, to }) => from <= today && today <= to) ?? null;
	return { visit, next: own.filter((other) => other !== visit) };
}
