import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { NoticeSettings } from '#lib/protocol/notices.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { setMuted } from '#lib/server/notices/inbox.ts';
import { invalid } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Sets which kinds are not sent to phone and mail; all others are. */
export const PUT: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { log, actor } = enterCampaign(person, params.slug);
		const parsed = v.safeParse(NoticeSettings, await request.json().catch(() => null));
		if (!parsed.success) throw invalid(parsed.issues);
		const { muted } = parsed.output;
		await setMuted(runtime().db, log.id, actor.account_id, muted);
		return json({ muted });
	});
};
