import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { Problem } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The campaigns the caller takes part in, and as what. */
export const GET: RequestHandler = ({ locals: { person, locale } }) => {
	return answer(locale, () => {
		if (!person) throw new Problem('unauthenticated');
		const campaigns = person.grants.flatMap(({ campaign: slug, role, unit, group }) => {
			const log = runtime().campaigns.get(slug);
			if (!log) return [];
			const { name_vi, name_en, starts_on, ends_on, time_zone, simulated } = log.board.campaign;
			return [
				{ slug, name_vi, name_en, starts_on, ends_on, time_zone, simulated, role, unit, group }
			];
		});
		return json({ campaigns });
	});
};
