import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { NumberPart, part } from '#lib/server/http/parts.ts';
import { runtime } from '#lib/server/runtime.ts';
import { readVisit } from '#lib/server/visits/read-visit.ts';
import type { RequestHandler } from './$types';

/** A visit's note and history, for those it concerns. */
export const GET: RequestHandler = ({ params, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const number = part(NumberPart, params.number);
		return json(await readVisit(runtime().db, log.id, log.board, actor, number));
	});
};
