import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { pageAsked } from '#lib/server/http/page-asked.ts';
import { Problem } from '#lib/server/problem.ts';
import { readHistory } from '#lib/server/requests/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** A request's texts, files and history, for those it concerns; of many steps a page. */
export const GET: RequestHandler = ({ params, url, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		if (!/^[1-9]\d{0,8}$/.test(params.number)) throw new Problem('not_found');
		const page = pageAsked(url, { usual: 100, most: 2000 });
		return json(await readHistory(runtime().db, log, actor, Number(params.number), page));
	});
};
