import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { Problem } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** The campaign's boundaries as TopoJSON; `source` says whether they are schematic or official. */
export const GET: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log } = enterCampaign(person, params.slug);
		const boundaries = await runtime().boundaries.of(log.id);
		if (!boundaries) throw new Problem('not_found');
		const etag = `"${boundaries.digest}"`;
		const headers = { etag, 'cache-control': 'private, max-age=300' };
		if (request.headers.get('if-none-match') === etag) {
			return new Response(null, { status: 304, headers });
		}
		return new Response(boundaries.text, {
			headers: { ...headers, 'content-type': 'application/json' }
		});
	});
};
