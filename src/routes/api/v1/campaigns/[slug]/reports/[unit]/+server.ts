import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCommune } from '#lib/server/http/enter-campaign.ts';
import { part, UnitPart } from '#lib/server/http/parts.ts';
import { communeDays } from '#lib/server/reports/commune-days.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** A commune's days with their single lines, disputes and returned comments: for whose reach it is in. */
export const GET: RequestHandler = ({ params, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, unit } = enterCommune(person, params.slug, part(UnitPart, params.unit, 'unit'));
		return json({ unit: unit.code, days: await communeDays(runtime().db, log.id, unit.code) });
	});
};
