import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { Problem } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import { readVisit } from '#lib/server/visits/read-visit.ts';
import type { RequestHandler } from './$types';

/** A visit's note and history, for those it concerns. */
export const GET: RequestHandler = ({ params, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		if (!/^[1-9]\d{0,8}$/.test(params.number)) throw new Problem('not_found');
		return json(await readVisit(runtime().db, log.id, log.board, actor, Number(params.number)));
	});
};
