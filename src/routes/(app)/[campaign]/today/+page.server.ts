import { error, redirect } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { accessActor } from '#lib/server/http/answer.ts';
import { readTitles } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** A working group's day: the titles its member may read; null while the database is away. */
export const load: PageServerLoad = async ({ params, locals, url, untrack }) => {
	const { person, locale } = locals;
	if (!person) {
		const next = untrack(() => encodeURIComponent(url.pathname));
		redirect(303, `/login?next=${next}`);
	}
	const grant = person.grants.find(({ campaign }) => campaign === params.campaign);
	if (!grant?.group) error(404, { message: problemMessage('page_missing', {}, locale) });
	const { db, campaigns } = runtime();
	const { log, actor } = accessActor(person, params.campaign);
	const titles = await askOrRecall(
		campaigns.live,
		() => readTitles(db, log, actor),
		() => null
	);
	return { titles, group: grant.group };
};
