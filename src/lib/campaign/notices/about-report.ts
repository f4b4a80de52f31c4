import type { Fact } from '../facts.ts';
import type { Around, Say } from './telling.ts';

/** The focal points of communes whose report came back or is waited for. */
export function aboutReport(fact: Fact, { members }: Around): Say[] {
	const focalPoints = (units: readonly string[]) =>
		members.filter(({ role, unit }) => role === 'focal_point' && unit && units.includes(unit));
	switch (fact.kind) {
		case 'report.returned': {
			const { unit, date } = fact.data;
			return focalPoints([unit]).map((to) => ({
				...{ to, kind: 'report_returned', why: 'commune', refs: { unit, date } }
			}));
		}
		case 'report.reminded': {
			const { units, date } = fact.data;
			return focalPoints(units).map((to) => ({
				...{ to, kind: 'report_reminded', why: 'commune' },
				refs: { unit: to.unit ?? '', date }
			}));
		}
		default:
			return [];
	}
}
