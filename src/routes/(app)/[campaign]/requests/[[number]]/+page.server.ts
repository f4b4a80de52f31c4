import { error } from '@sveltejs/kit';
import { problemMessage } from '#lib/protocol/problem-words.ts';
import { askOrRecall } from '#lib/server/db/ask-or-recall.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { readTitles } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { PageServerLoad } from './$types';

/** One request, `new`, or all of them: the titles this person may read; null while the database is away: the page asks again when it is back. */
export const load: PageServerLoad = async (event) => {
	const { params, untrack } = event;
	const { log, actor } = enterPage(event);
	// Not tracked: from one request to another the page goes by itself, also without a network.
	const number = untrack(() => params.number);
	if (number !== undefined && !/^(?:[1-9]\d{0,8}|new)$/.test(number)) {
		error(404, { message: problemMessage('page_missing', {}, event.locals.locale) });
	}
	const { db, campaigns } = runtime();
	const titles = await askOrRecall(
		campaigns.live,
		() => readTitles(db, log, actor),
		() => null
	);
	return { titles, unit: actor.unit, group: actor.group };
};
