import { error, redirect } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import type { Role } from '#lib/protocol/people.ts';
import { unitPositions } from '#lib/server/groups/unit-positions.ts';
import { runtime } from '#lib/server/runtime.ts';
import { PLANNERS } from '#lib/server/visits/access-visit.ts';
import type { PageServerLoad } from './$types';

/** Those in the plan and those above it look at it without changing it. */
const READERS: readonly Role[] = ['leader', 'group_member'];

/** Whether this person plans or only looks, where, and how far apart places are. */
export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { person, locale } = locals;
	if (!person) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	const log = runtime().campaigns.get(params.campaign);
	const plans = grant !== undefined && PLANNERS.includes(grant.role);
	if (!grant || !log || !(plans || READERS.includes(grant.role))) {
		error(404, { message: problemMessage('page_missing', {}, locale) });
	}
	const boundaries = await runtime()
		.boundaries.of(log.id)
		.catch(() => null);
	return {
		plans,
		edits: grant.role === 'coordinator',
		within: grant.role === 'district_officer' ? grant.unit : null,
		positions: unitPositions(boundaries)
	};
};
