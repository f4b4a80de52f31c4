import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { pageAsked } from '#lib/server/page-asked.ts';
import { NumberPart, part } from '#lib/server/http/parts.ts';
import { readHistory } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** A request's texts, files and history, for those it concerns; of many steps a page. */
export const GET: RequestHandler = ({ params, url, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const number = part(NumberPart, params.number);
		const page = pageAsked(url, { usual: 100, most: 2000 });
		return json(await readHistory(runtime().db, log, actor, number, page));
	});
};
