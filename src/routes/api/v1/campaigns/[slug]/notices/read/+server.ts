import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { ReadNotices } from '#lib/protocol/notices.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { markRead } from '#lib/server/notices/inbox.ts';
import { invalid } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Marks notices as read: `{ ids }`, `{ threads }`, or `{ until }` for all up to one. Answers how many are left. */
export const POST: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const parsed = v.safeParse(ReadNotices, await request.json().catch(() => null));
		if (!parsed.success) throw invalid(parsed.issues);
		const { db, live } = runtime();
		const unread = await markRead(db, log, actor.account_id, parsed.output);
		live.bell.tell(log.slug, actor.account_id, unread);
		return json({ unread });
	});
};
