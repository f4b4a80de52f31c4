import type { BoardUnit } from '#lib/campaign/board.ts';
import type { Grant } from '#lib/protocol/people.ts';

/**
 * Whether this person may read a commune's single figures, notes and comments; decides what links to
 * show. The door itself asks the server's own rule and answers `not_found`.
 */
export function mayReadDays(
	grant: Pick<Grant, 'role' | 'unit'> | undefined,
	commune: Pick<BoardUnit, 'code' | 'parent'>
): boolean {
	switch (grant?.role) {
		case undefined:
			return false;
		case 'focal_point':
			return commune.code === grant.unit;
		case 'district_officer':
			return commune.code === grant.unit || commune.parent === grant.unit;
		default:
			return true;
	}
}
