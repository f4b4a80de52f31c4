import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** Everybody has a page to start from: focal points the report, all others the map. */
export const load: PageServerLoad = async ({ params, parent }) => {
	const { role } = await parent();
	redirect(303, `/${params.campaign}/${role === 'focal_point' ? 'report' : 'map'}`);
};
