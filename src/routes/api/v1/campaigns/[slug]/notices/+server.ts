import { json } from '@sveltejs/kit';
import { accessActor, answer } from '#lib/server/http/answer.ts';
import { readInbox } from '#lib/server/notices/inbox.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** One's own notices: the newest hundred, how many are unread, and which kinds are muted. */
export const GET: RequestHandler = ({ params, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = accessActor(person, params.slug);
		return json(await readInbox(runtime().db, log, actor.account_id), {
			headers: { 'cache-control': 'private, no-store' }
		});
	});
};
