import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** The boundaries the map draws, as text; null when the campaign has none. */
export const load: PageServerLoad = async ({ params }) => {
	const { boundaries, campaigns } = runtime();
	const log = campaigns.get(params.campaign);
	const found = log && (await boundaries.of(log.id));
	return { boundaries_text: found?.text ?? null };
};
