import type { Grant } from './people.ts';

/**
 * The page somebody starts from, as a path within the campaign: a commune reports, a working group goes
 * where it is sent, a district's officer looks at the own district, all others at the whole.
 */
export function homeOf({ role, unit }: Pick<Grant, 'role' | 'unit'>): string {
	switch (role) {
		case 'focal_point':
			return 'report';
		case 'group_member':
			return 'today';
		case 'district_officer':
			return unit === null ? 'map' : `map?unit=${encodeURIComponent(unit)}`;
		default:
			return 'map';
	}
}
