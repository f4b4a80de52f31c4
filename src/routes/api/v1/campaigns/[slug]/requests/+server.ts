import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { readTitles } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The titles of the requests that this person may read. */
export const GET: RequestHandler = ({ params, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		return json({ requests: await readTitles(runtime().db, log, actor) });
	});
};
