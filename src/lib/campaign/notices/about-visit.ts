import type { Fact } from '../facts.ts';
import type { Visit } from '../groups/visit.ts';
import type { NoticeKind } from './notice.ts';
import type { Around, Say } from './telling.ts';

/** Who is told of a visit: the group that goes and the place it goes to. A draft is nobody's business yet. */
export function aboutVisit(fact: Fact, visit: Visit, around: Around): Say[] {
	const before = around.visitBefore(fact.seq);
	switch (fact.kind) {
		case 'visit.published': {
			const isNew = !before || before.state === 'planned';
			if (isNew) return concerned(visit, 'visit_published', visit, around);
			// Who was to go or to be visited before hears that it is off.
			const gone = concerned(before, 'visit_moved', visit, around);
			const now = concerned(visit, 'visit_moved', visit, around);
			const told = new Set(now.map(({ to }) => to));
			return [...now, ...gone.filter(({ to }) => !told.has(to))];
		}
		case 'visit.cancelled':
			return before && before.state !== 'planned'
				? concerned(before, 'visit_cancelled', visit, around)
				: [];
		default:
			return [];
	}
}

/** Members of the visit's group; the focal points of its commune, or the officer of its district. */
function concerned(
	{ group, unit }: Visit,
	kind: NoticeKind,
	{ number, unit: to, from, to: until, group: goes }: Visit,
	{ members }: Around
): Say[] {
	const refs = { visits: [number], unit: to, from, to: until, group: goes };
	return members.flatMap((member): Say[] => {
		if (member.group === group) return [{ to: member, kind, why: 'visitor', refs }];
		if (member.unit !== unit) return [];
		return [
			{ to: member, kind, why: member.role === 'focal_point' ? 'commune' : 'district', refs }
		];
	});
}
