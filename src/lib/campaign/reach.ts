import type { CampaignBoard } from './board.ts';
import { isWithin, type Tree } from './places/tree.ts';

/** Whom something is told: a role, and the unit it is bound to. */
export interface Viewer {
	role: string;
	unit: string | null;
}
export type Places = CampaignBoard['units'];

/** Roles that reach every place. */
const EVERYWHERE = ['leader', 'coordinator', 'administrator', 'group_member'];
/** Who plans visits, and who leads: drafts are theirs. */
const PLANNING = ['leader', 'coordinator', 'administrator', 'district_officer'];

/** Whether a role reaches every place. */
export const reachesAll = ({ role }: Viewer) => EVERYWHERE.includes(role);

/** Whether a role reaches a unit: everywhere, all that lies in its area, or its own place. */
export function reaches(viewer: Viewer, places: Tree, code: string): boolean {
	if (reachesAll(viewer)) return true;
	const { role, unit } = viewer;
	if (unit === null || !places.has(code)) return false;
	if (role === 'focal_point') return code === unit;
	return role === 'district_officer' && isWithin(places, code, unit);
}

/** The same as a question about codes; one that does not exist is reached by those who reach every place. */
export function reachesCode(viewer: Viewer, places: Tree): (code: string) => boolean {
	if (reachesAll(viewer)) return () => true;
	return (code) => reaches(viewer, places, code);
}

/** Whether drafts of visits are for this viewer. */
export function knowsDrafts({ role }: Viewer): boolean {
	return PLANNING.includes(role);
}

/** Names all who know the same: 'staff', 'groups', 'area 461', 'place 19330'. */
export function viewKey(viewer: Viewer): string {
	const { role, unit } = viewer;
	if (role === 'group_member') return 'groups';
	if (reachesAll(viewer)) return 'staff';
	return `${role === 'district_officer' ? 'area' : 'place'} ${unit ?? ''}`.trimEnd();
}
