import type { CampaignBoard } from '#lib/campaign/board.ts';
import { reaches } from '#lib/campaign/reach.ts';
import type { Grant } from '#lib/protocol/people.ts';

/**
 * Whether this person may read a commune's single figures, notes and comments; decides what links to
 * show. The endpoint asks the same rule and answers `not_found`.
 */
export function mayReadDays(
	grant: Pick<Grant, 'role' | 'unit'> | undefined,
	units: CampaignBoard['units'],
	code: string
): boolean {
	return grant !== undefined && reaches(grant, units, code);
}
