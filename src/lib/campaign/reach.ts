import type { BoardUnit, CampaignBoard } from './board.ts';

/** Whom something is told: a role, and the district or commune it is bound to. */
export interface Viewer {
	role: string;
	unit: string | null;
}
export type Places = CampaignBoard['units'];
type Place = Pick<BoardUnit, 'code' | 'parent'>;

/** Roles that reach every place. */
const EVERYWHERE = ['leader', 'coordinator', 'administrator', 'group_member'];
/** Who plans visits, and who leads: drafts are theirs. */
const PLANNING = ['leader', 'coordinator', 'administrator', 'district_officer'];

/** Whether a role reaches every place. */
export const reachesAll = ({ role }: Viewer) => EVERYWHERE.includes(role);

/** Whether a role reaches a unit: everywhere, in a district, or in one commune. */
export function reaches(viewer: Viewer, place: Place): boolean {
	if (reachesAll(viewer)) return true;
	const { role, unit } = viewer;
	if (role === 'focal_point') return place.code === unit;
	return role === 'district_officer' && (place.code === unit || place.parent === unit);
}

/** The same for units by their codes; one that does not exist is reached by those who reach every place. */
export function reachesCode(viewer: Viewer, places: Places): (code: string) => boolean {
	if (reachesAll(viewer)) return () => true;
	return (code) => {
		const place = places.get(code);
		return place !== undefined && reaches(viewer, place);
	};
}

/** Whether drafts of visits are for this viewer. */
export function knowsDrafts({ role }: Viewer): boolean {
	return PLANNING.includes(role);
}

/** Names all who know the same: 'staff', 'groups', 'district 461', 'commune 19330'. */
export function viewKey(viewer: Viewer): string {
	const { role, unit } = viewer;
	if (role === 'group_member') return 'groups';
	if (reachesAll(viewer)) return 'staff';
	return `${role === 'district_officer' ? 'district' : 'commune'} ${unit ?? ''}`.trimEnd();
}
