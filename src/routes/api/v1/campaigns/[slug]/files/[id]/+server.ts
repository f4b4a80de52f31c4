import { openFile } from '#lib/server/files/open-file.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { FilePart, part } from '#lib/server/http/parts.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/**
 * A file's bytes. Whatever they hold, a browser runs none of it: the type is the one we found, nothing
 * else is guessed, and it may load and do nothing. Access is asked each time; the bytes travel once.
 */
export const GET: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const asker = enterCampaign(person, params.slug);
		const { file, tag, bytes } = await openFile(runtime(), asker, part(FilePart, params.id));
		const headers = {
			etag: tag,
			'cache-control': 'private, no-cache',
			vary: 'cookie, authorization',
			'x-content-type-options': 'nosniff',
			'content-security-policy': "sandbox; default-src 'none'",
			'cross-origin-resource-policy': 'same-origin'
		};
		if (request.headers.get('if-none-match') === tag) {
			return new Response(null, { status: 304, headers });
		}
		const shown = file.type === 'application/pdf' ? 'attachment' : 'inline';
		const name = encodeURIComponent(file.name).replace(/['()*]/g, (sign) => `%${hex(sign)}`);
		return new Response(new Uint8Array(await bytes()), {
			headers: {
				...headers,
				'content-type': file.type,
				'content-length': String(file.size),
				'content-disposition': `${shown}; filename*=UTF-8''${name}`
			}
		});
	});
};

const hex = (sign: string) => sign.charCodeAt(0).toString(16).toUpperCase();
