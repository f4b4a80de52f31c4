import { personOf } from '#lib/server/auth/sessions.ts';
import type { LayoutServerLoad } from './$types';

/** Who is signed in, for pages that belong to no campaign: an error page keeps its menu by it. */
export const load: LayoutServerLoad = ({ locals: { person } }) => ({
	reader: person ? personOf(person) : null
});
