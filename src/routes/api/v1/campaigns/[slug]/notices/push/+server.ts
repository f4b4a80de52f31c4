import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { PushEndpoint, PushSubscriptionInput } from '#lib/protocol/notices.ts';
import { answer } from '#lib/server/http/answer.ts';
import { enterCampaign } from '#lib/server/http/enter-campaign.ts';
import { subscribe, unsubscribe } from '#lib/server/notices/inbox.ts';
import { invalid } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** This browser wants messages, until its session ends: what `PushSubscription.toJSON()` says. */
export const PUT: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const entered = enterCampaign(person, params.slug);
		const parsed = v.safeParse(PushSubscriptionInput, await request.json().catch(() => null));
		if (!parsed.success) throw invalid(parsed.issues);
		const { db, settings } = runtime();
		await subscribe(db, entered.person, parsed.output, { hosts: settings.PUSH_HOSTS, locale });
		return json({ ok: true });
	});
};

/** This browser wants no more: `{ endpoint }`. */
export const DELETE: RequestHandler = ({ params, request, locals: { person, locale } }) => {
	return answer(locale, async () => {
		const { actor } = enterCampaign(person, params.slug);
		const parsed = v.safeParse(PushEndpoint, await request.json().catch(() => null));
		if (!parsed.success) throw invalid(parsed.issues);
		await unsubscribe(runtime().db, actor.account_id, parsed.output.endpoint);
		return json({ ok: true });
	});
};
