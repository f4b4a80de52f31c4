import { fieldsFor, once, type Decided } from '../known-fields.ts';
import { knowsDrafts, type Viewer } from '../reach.ts';
import type { GroupMember, WorkingGroup } from './group.ts';
import { isDraft, type Visit } from './visit.ts';

/** A field for planners is left out for all others; a draft is left out whole. */
export const VISIT_FIELDS: Decided<Visit> = {
	...{ number: 'members', group: 'members', unit: 'members', from: 'members', to: 'members' },
	...{ state: 'members', arrived_at: 'members', left_at: 'members', at: 'members' },
	published: 'members',
	change: 'planners'
};
/** Whom the province sends: a commune has to know who comes and be able to call them. */
export const GROUP_FIELDS: Decided<WorkingGroup> = {
	...{ code: 'members', name_vi: 'members', name_en: 'members', base: 'members' },
	...{ capacity: 'members', phone: 'members', members: 'members' }
};
export const GROUP_MEMBER_FIELDS: Decided<GroupMember> = {
	...{ username: 'members', name_vi: 'members', name_en: 'members', leads: 'members' }
};

const planned = fieldsFor<Visit>(VISIT_FIELDS, 'planners');
const visitForOthers = once((visit: Visit) => {
	const known: Partial<Visit> = { ...visit };
	for (const field of planned) delete known[field];
	return known as Visit;
});

/** A visit as this viewer may know it; null when it is none of theirs: a draft is the planners' own business. */
export function visitFor(viewer: Viewer, visit: Visit): Visit | null {
	if (knowsDrafts(viewer)) return visit;
	if (isDraft(visit)) return null;
	return planned.some((field) => field in visit) ? visitForOthers(visit) : visit;
}
