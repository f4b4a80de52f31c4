import { json } from '@sveltejs/kit';
import { answer } from '#lib/server/http/answer.ts';
import { enterCommune } from '#lib/server/http/enter-campaign.ts';
import { pageAsked } from '#lib/server/page-asked.ts';
import { DatePart, part, UnitPart } from '#lib/server/http/parts.ts';
import { Problem } from '#lib/server/problem.ts';
import { dayHistory } from '#lib/server/reports/read-history.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Revisions, verdicts, unlocks and reminders of one commune's day; of many revisions a page. */
export const GET: RequestHandler = ({ params, url, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, unit } = enterCommune(person, params.slug, part(UnitPart, params.unit, 'unit'));
		const date = part(DatePart, params.date, 'date');
		const { starts_on, ends_on } = log.board.campaign;
		if (date < starts_on || date > ends_on) {
			throw new Problem('not_found', 'not_found', {}, 'date');
		}
		const page = pageAsked(url, { usual: 50, most: 250 });
		const day = { campaignId: log.id, unit: unit.code, date };
		return json(await dayHistory(runtime().db, day, page));
	});
};
