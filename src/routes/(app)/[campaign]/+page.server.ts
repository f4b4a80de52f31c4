import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/protocol/home-of.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import type { PageServerLoad } from './$types';

/** Everybody has a page to start from. */
export const load: PageServerLoad = (event) => {
	const { log, actor } = enterPage(event);
	redirect(303, `/${log.slug}/${homeOf(actor)}`);
};
