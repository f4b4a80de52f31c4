import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** The boundaries the map draws, as text; null when the campaign has none. */
export const load: PageServerLoad = async (event) => {
	const { log } = enterPage(event);
	const found = await runtime().boundaries.of(log.id);
	return { boundaries_text: found?.text ?? null };
};
