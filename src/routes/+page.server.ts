import { error, redirect } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import type { PageServerLoad } from './$types';

/** The front door: sign-in, or the newest campaign one takes part in. */
export const load: PageServerLoad = ({ locals: { person } }) => {
	const campaign = person?.grants[0]?.campaign;
	// The sign-in page would send them back here.
	if (person && !campaign) error(403, { message: m.shell_error_no_campaign(), why: 'no_campaign' });
	redirect(303, campaign ? `/${campaign}` : '/login');
};
