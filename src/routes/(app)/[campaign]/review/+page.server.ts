import { error, redirect } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { REVIEWERS } from '#lib/server/reports/reviewers.ts';
import type { PageServerLoad } from './$types';

/** Whether this person reviews or only looks, and where. For others the page does not exist. */
export const load: PageServerLoad = ({ params, locals, url }) => {
	const { person, locale } = locals;
	if (!person) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	const reviews = grant !== undefined && REVIEWERS.includes(grant.role);
	if (!grant || !(reviews || grant.role === 'leader')) {
		error(404, { message: problemMessage('page_missing', {}, locale) });
	}
	return { reviews, within: grant.role === 'district_officer' ? grant.unit : null };
};
