import type { Boundaries } from '#lib/protocol/boundaries.ts';
import { boundaryText } from '#lib/server/campaigns/boundary-text.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** The boundaries the map draws; null when the campaign has none. */
export const load: PageServerLoad = async ({ params }) => {
	const { db, campaigns } = runtime();
	const log = campaigns.get(params.campaign);
	const found = log && (await boundaryText(db, log.id));
	return { boundaries: found ? (JSON.parse(found.text) as Boundaries) : null };
};
