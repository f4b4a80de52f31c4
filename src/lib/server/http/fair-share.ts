import { json } from '@sveltejs/kit';
import type { Handle } from '@sveltejs/kit/hooks';
import { HTTP_STATUS } from '#lib/protocol/errors.ts';
import { Problem } from '../problem.ts';
import { runtime } from '../runtime.ts';

/**
 * Holds each account to its share of reading: whole pages one at a time, everything else a few at a time and so
 * many bytes a minute. Commands have limits of their own.
 */
export const fairShare: Handle = async ({ event, resolve }) => {
	const { person, locale } = event.locals;
	if (!person || event.request.method !== 'GET') return resolve(event);
	const { account_id } = person;
	if (event.platform) event.platform.req.accountId = account_id;
	const { reads } = runtime();
	const isPage = !event.isDataRequest && !event.url.pathname.startsWith('/api/');
	try {
		if (isPage) return await reads.draw(account_id, () => Promise.resolve(resolve(event)));
		return await reads.run(account_id, async () => {
			const response = await resolve(event);
			const { length, answer } = await measured(response);
			reads.charge(account_id, length);
			return answer;
		});
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
		const body = error.body(locale);
		const seconds = Number(error.params['seconds'] ?? 1);
		const init = { status: HTTP_STATUS[error.code], headers: { 'retry-after': String(seconds) } };
		if (!isPage) return json({ ok: false, error: body }, init);
		const headers = { ...init.headers, 'content-type': 'text/plain; charset=utf-8' };
		return new Response(body.message, { ...init, headers });
	}
};

/** How many bytes an answer has; one that does not say is read, it is in memory anyway. */
async function measured(response: Response): Promise<{ length: number; answer: Response }> {
	const said = response.headers.get('content-length');
	if (said !== null || !response.body) return { length: Number(said ?? 0), answer: response };
	const body = await response.arrayBuffer();
	return { length: body.byteLength, answer: new Response(body, response) };
}
