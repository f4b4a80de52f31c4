import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { snapshotTag, snapshotText } from '#lib/server/realtime/snapshot-text.ts';
import type { RequestHandler } from './$types';

/** The board as the caller may know it; its ETag is its `seq` and whose view it is. `age`: seconds since it was last known to be true. */
export const GET: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const etag = snapshotTag(log, actor);
		const headers = {
			etag,
			age: String(log.age),
			'cache-control': 'private, no-store',
			vary: 'accept-encoding, cookie, authorization'
		};
		if (request.headers.get('if-none-match') === etag) {
			return new Response(null, { status: 304, headers });
		}
		const packed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
		const { text, gzip } = snapshotText(log, actor);
		return new Response(packed ? await gzip() : text, {
			headers: {
				...headers,
				'content-type': 'application/json',
				...(packed ? { 'content-encoding': 'gzip' } : {})
			}
		});
	});
};
