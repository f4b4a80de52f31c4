import { error, redirect } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { personOf } from '#lib/server/auth/sessions.ts';
import { snapshotText } from '#lib/server/http/snapshot-text.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { LayoutServerLoad } from './$types';

/** The campaign's snapshot for the first paint, written once for all who open a page, and who looks at it. */
export const load: LayoutServerLoad = ({ params, locals, url }) => {
	const { person, locale } = locals;
	if (!person) redirect(303, `/login?next=${encodeURIComponent(url.pathname + url.search)}`);
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	const log = runtime().campaigns.get(params.campaign);
	if (!grant || !log) error(404, { message: problemMessage('page_missing', {}, locale) });
	return {
		person: personOf(person),
		role: grant.role,
		snapshot_text: snapshotText(log).text,
		recent: log.newest(30)
	};
};
