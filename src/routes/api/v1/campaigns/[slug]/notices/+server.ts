import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { InboxQuery } from '#lib/protocol/notices.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { readInbox } from '#lib/server/notices/inbox.ts';
import { invalid } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** One's own notices by thread, a page of them; how many are unread, and which kinds are muted. */
export const GET: RequestHandler = ({ params, url, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const asked = {
			before: url.searchParams.get('before'),
			unread: url.searchParams.get('unread')
		};
		const page = v.safeParse(InboxQuery, asked);
		if (!page.success) throw invalid(page.issues);
		return json(await readInbox(runtime().db, log, actor.account_id, page.output), {
			headers: { 'cache-control': 'private, no-store' }
		});
	});
};
