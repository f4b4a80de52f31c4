import type { CampaignBoard } from '../board.ts';
import { isWithin } from '../places/tree.ts';
import type { SupportRequest } from './request.ts';
import type { Part } from './transitions.ts';

/** Who somebody is in a campaign, as far as requests ask. */
export interface CampaignMember {
	username: string;
	role: string;
	/** The unit the role is bound to. */
	unit: string | null;
	/** Working group. */
	group: string | null;
}

/** Somebody's parts in one request. Nobody without a part sees more of it than the board shows. */
export function requestRoles(
	{ units, groups }: Pick<CampaignBoard, 'units' | 'groups'>,
	{ username, role, unit, group }: CampaignMember,
	request: Pick<SupportRequest, 'unit' | 'holder'>
): Part[] {
	switch (role) {
		case 'focal_point':
			return unit === request.unit ? ['commune'] : [];
		case 'group_member': {
			const me = group
				? groups.get(group)?.members.find((m) => m.username === username)
				: undefined;
			return [
				'group',
				...(group !== null && request.holder?.group === group ? (['holder'] as const) : []),
				...(me?.leads ? (['lead'] as const) : [])
			];
		}
		case 'district_officer':
			return unit !== null && isWithin(units, request.unit, unit) ? ['staff'] : [];
		case 'coordinator':
			return ['staff'];
		case 'leader':
			return ['leader'];
		default:
			return [];
	}
}
