import { json } from '@sveltejs/kit';
import { receiveFile } from '#lib/server/files/receive-file.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Takes a file in, to be attached to a request: raw bytes, `content-type`, `x-file-name`. */
export const POST: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const file = await receiveFile(runtime(), enterCampaign(person, params.slug), request);
		return json(file, { status: 201 });
	});
};
