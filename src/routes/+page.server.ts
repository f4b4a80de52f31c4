import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

/** The front door: sign-in, or the newest campaign one takes part in. */
export const load: PageServerLoad = ({ locals: { person } }) => {
	const campaign = person?.grants[0]?.campaign;
	redirect(303, campaign ? `/${campaign}` : '/login');
};
