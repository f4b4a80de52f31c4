import { json } from '@sveltejs/kit';
import * as v from 'valibot';
import { SessionSettings } from '#lib/protocol/people.ts';
import { rememberLocale } from '#lib/server/auth/accounts.ts';
import { readToken } from '#lib/server/auth/cookie.ts';
import { enter, leave } from '#lib/server/http/sign-in-and-out.ts';
import { personOf, whyOver } from '#lib/server/auth/sessions.ts';
import { Credentials } from '#lib/server/auth/sign-in.ts';
import { answer } from '#lib/server/http/answer.ts';
import { invalid, Problem, tooOften } from '#lib/server/problem.ts';
import { runtime } from '#lib/server/runtime.ts';
import type { RequestHandler } from './$types';

/** Signs in: the session's cookie, and the same token for `Authorization: Bearer` and the socket. */
export const POST: RequestHandler = (event) =>
	answer(event.locals.locale, async () => {
		const body: unknown = await event.request.json().catch(() => null);
		const parsed = v.safeParse(Credentials, body);
		if (!parsed.success) throw invalid(parsed.issues);

		const outcome = await enter(event, parsed.output, 'api');
		if (outcome.ok) {
			const { token, person } = outcome;
			return json({ ok: true, token, person: personOf(person) });
		}
		if (outcome.reason === 'wrong') throw new Problem('unauthenticated', 'sign_in_wrong');
		const seconds = outcome.retry_after;
		event.setHeaders({ 'retry-after': String(seconds) });
		if (outcome.reason === 'limited') throw tooOften(seconds);
		throw new Problem('rate_limited', 'sign_in_crowded', { seconds });
	});

/** Who is signed in; else, to whoever was, whether their time ran out or somebody ended it. */
export const GET: RequestHandler = ({ request, locals: { locale, person } }) =>
	answer(locale, async () => {
		const token = readToken(request);
		if (!person) {
			const details = token ? { session: await whyOver(runtime().db, token) } : undefined;
			throw new Problem('unauthenticated', 'unauthenticated', {}, undefined, details);
		}
		return json({ ok: true, person: personOf(person) });
	});

/** In which language whoever is signed in reads from now on: mail is written in it. */
export const PATCH: RequestHandler = ({ request, locals: { locale, person } }) =>
	answer(locale, async () => {
		if (!person) throw new Problem('unauthenticated');
		const parsed = v.safeParse(SessionSettings, await request.json().catch(() => null));
		if (!parsed.success) throw invalid(parsed.issues);
		await rememberLocale(runtime().db, person.account_id, parsed.output.locale);
		return json({ ok: true });
	});

/** Signs out. Done twice, it answers the same. */
export const DELETE: RequestHandler = (event) =>
	answer(event.locals.locale, async () => {
		await leave(event);
		return json({ ok: true });
	});
