import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { snapshotTag, snapshotText } from '#lib/server/http/snapshot-text.ts';
import type { RequestHandler } from './$types';

/** The board as it stands; its ETag is its `seq`. `age`: seconds since it was last known to be true. */
export const GET: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log } = enterCampaign(person, params.slug);
		const etag = snapshotTag(log);
		const headers = {
			etag,
			age: String(log.age),
			'cache-control': 'private, no-store',
			vary: 'accept-encoding, cookie'
		};
		if (request.headers.get('if-none-match') === etag) {
			return new Response(null, { status: 304, headers });
		}
		const packed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
		const { text, gzip } = snapshotText(log);
		return new Response(packed ? await gzip() : text, {
			headers: {
				...headers,
				'content-type': 'application/json',
				...(packed ? { 'content-encoding': 'gzip' } : {})
			}
		});
	});
};
