import * as v from 'valibot';
import { each, kind, noPlace } from '../kind-of-fact.ts';
import { WorkingGroup } from './group.ts';
import { visitFor } from './known-fields.ts';
import { Visit } from './visit.ts';

/** What can happen to a visit; each says what it is afterwards, as a whole. */
export const VISIT_FACTS = [
	'visit.planned',
	'visit.published',
	'visit.moved',
	'visit.cancelled',
	'visit.departed',
	'visit.arrived',
	'visit.left'
] as const;
export type VisitFactKind = (typeof VISIT_FACTS)[number];

/** What happens to working groups and their visits. */
export const visitFacts = {
	...each(VISIT_FACTS, {
		data: v.object({ visit: Visit }),
		places: ({ visit }) => [visit.unit],
		known(data, viewer) {
			const visit = visitFor(viewer, data.visit);
			return visit && { visit };
		},
		fold: (board, { visit }) => void board.visits.set(visit.number, visit)
	}),
	/** A working group as it is now: new, or changed. A commune has to know who comes and to be able to call them. */
	'group.changed': kind({
		data: v.object({ group: WorkingGroup }),
		places: noPlace,
		fold: (board, { group }) => void board.groups.set(group.code, group)
	})
};
