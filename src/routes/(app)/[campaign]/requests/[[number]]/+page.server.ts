import { error, redirect } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { accessActor } from '#lib/server/http/answer.ts';
import { readTitles } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** One request, `new`, or all of them: the titles this person may read; null while the database is away: the page asks again when it is back. */
export const load: PageServerLoad = async ({ params, locals, url, untrack }) => {
	const { person, locale } = locals;
	if (!person)
		redirect(
			303,
			untrack(() => `/login?next=${encodeURIComponent(url.pathname)}`)
		);
	// Not tracked: from one request to another the page goes by itself, also without a network.
	const number = untrack(() => params.number);
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	if (!grant || (number !== undefined && !/^(?:[1-9]\d{0,8}|new)$/.test(number))) {
		error(404, { message: problemMessage('page_missing', {}, locale) });
	}
	const { db, campaigns } = runtime();
	const { log, actor } = accessActor(person, params.campaign);
	const titles = await askOrRecall(
		campaigns.live,
		() => readTitles(db, log, actor),
		() => null
	);
	return { titles, unit: grant.unit, group: grant.group };
};
