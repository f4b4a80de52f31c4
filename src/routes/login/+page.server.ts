import { fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { localPath } from '#lib/protocol/local-path.ts';
import { rememberLocale } from '#lib/server/auth/accounts.ts';
import { demoChoices } from '#lib/server/auth/demo-choices.ts';
import { readToken } from '#lib/server/auth/cookie.ts';
import { enter } from '#lib/server/http/sign-in-and-out.ts';
import { whyOver } from '#lib/server/auth/sessions.ts';
import { Credentials, type SignInWait } from '#lib/server/auth/sign-in.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

/** `over`: who comes here held a session, and what became of it. */
export const load: PageServerLoad = async ({ locals, request, url }) => {
	if (locals.person) redirect(303, localPath(url.searchParams.get('next')));
	const { db, demo, campaigns } = runtime();
	const token = readToken(request);
	const over = token ? await whyOver(db, token) : null;
	const password = demo?.accounts[0]?.password;
	if (!demo || password === undefined) return { over, demo: null };
	const simulated = campaigns.all().some(({ board }) => board.campaign.simulated);
	return { over, demo: { password, simulated, choices: await demoChoices(db, demo.accounts) } };
};

export const actions = {
	default: async (event) => {
		// A body that is no form, or one without its boundary, is one without fields.
		const form = Object.fromEntries(await event.request.formData().catch(() => []));
		const username = typeof form['username'] === 'string' ? form['username'] : '';
		const parsed = v.safeParse(Credentials, form);
		if (!parsed.success) return fail(400, { username, problem: m.sign_in_incomplete() });

		const outcome = await enter(event, parsed.output, 'form');
		if (outcome.ok) {
			await rememberLocale(runtime().db, outcome.person.account_id, getLocale());
			redirect(303, localPath(event.url.searchParams.get('next')));
		}
		if (outcome.reason === 'wrong') return fail(401, { username, problem: m.sign_in_wrong() });
		return fail(429, { username, problem: waitMessage(outcome) });
	}
} satisfies Actions;

function waitMessage({ reason, retry_after: seconds }: SignInWait): string {
	if (reason === 'crowded') return m.error_sign_in_crowded({ seconds });
	return seconds < 60
		? m.sign_in_wait_seconds({ count: seconds })
		: m.sign_in_wait_minutes({ count: Math.ceil(seconds / 60) });
}
