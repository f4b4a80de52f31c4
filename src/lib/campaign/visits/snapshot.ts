import { part } from '../part-of-snapshot.ts';
import type { WorkingGroup } from './group.ts';
import { visitFor } from './known-fields.ts';
import type { Visit } from './visit.ts';

/** Working groups, and where they are sent. */
export const visitParts = {
	groups: part<WorkingGroup>({
		take: ({ groups }) => [...groups.values()],
		put: (board, groups) => void (board.groups = new Map(groups.map((one) => [one.code, one])))
	}),
	visits: part<Visit>({
		// In this order also for those who learn of a draft only when it is published.
		take: ({ visits }) => [...visits.values()].sort((a, b) => a.number - b.number),
		put: (board, visits) => void (board.visits = new Map(visits.map((one) => [one.number, one]))),
		known: (visit, viewer) => visitFor(viewer, visit)
	})
};
