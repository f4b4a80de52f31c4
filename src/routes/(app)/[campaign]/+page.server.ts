import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/protocol/home-of.ts';
import type { PageServerLoad } from './$types';

/** Everybody has a page to start from. */
export const load: PageServerLoad = async ({ params, parent }) => {
	const { person } = await parent();
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	redirect(303, `/${params.campaign}/${grant ? homeOf(grant) : 'map'}`);
};
