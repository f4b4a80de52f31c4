import type { Role } from '#lib/protocol/people.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { REVIEWERS } from '#lib/server/reports/reviewers.ts';
import type { PageServerLoad } from './$types';

/** The leader looks without giving verdicts. */
const READERS: readonly Role[] = [...REVIEWERS, 'leader'];

/** Whether this person reviews or only looks, and where. For others the page does not exist. */
export const load: PageServerLoad = (event) => {
	const { actor } = enterPage(event, READERS);
	return {
		reviews: REVIEWERS.includes(actor.role),
		within: actor.role === 'district_officer' ? actor.unit : null
	};
};
