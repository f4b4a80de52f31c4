import type { Role } from '#lib/protocol/people.ts';
import { unitPositions } from '#lib/server/visits/unit-positions.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { runtime } from '#lib/server/runtime.ts';
import { PLANNERS } from '#lib/server/visits/access-visit.ts';
import type { PageServerLoad } from './$types';

/** Those in the plan and those above it look at it without changing it. */
const READERS: readonly Role[] = [...PLANNERS, 'leader', 'group_member'];

/** Whether this person plans or only looks, where, and how far apart places are. */
export const load: PageServerLoad = async (event) => {
	const { log, actor } = enterPage(event, READERS);
	const boundaries = await runtime()
		.boundaries.of(log.id)
		.catch(() => null);
	return {
		plans: PLANNERS.includes(actor.role),
		edits: actor.role === 'coordinator',
		within: actor.role === 'district_officer' ? actor.unit : null,
		positions: unitPositions(boundaries)
	};
};
