import { error, fail, redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { PasswordForm, passwordProblem } from '#lib/protocol/own-account.ts';
import { readDevice } from '#lib/server/auth/cookie.ts';
import { whoIs } from '#lib/server/http/sign-in-and-out.ts';
import {
	changeOwnPassword,
	endOwnSession,
	isShared,
	readOwnSessions
} from '#lib/server/auth/own-account.ts';
import { enterPage } from '#lib/server/http/enter-campaign.ts';
import { revokeAllSessions, type SignedIn } from '#lib/server/auth/sessions.ts';
import { runtime } from '#lib/server/runtime.ts';
import { recordSecurity } from '#lib/server/security-log.ts';
import type { Actions, PageServerLoad } from './$types';

/** Somebody's own sessions. People who share an account of the demo are not shown each other. */
export const load: PageServerLoad = async (event) => {
	const { person } = enterPage(event);
	const { db } = runtime();
	const [shared, sessions] = await Promise.all([
		isShared(db, person),
		readOwnSessions(db, person, new Date())
	]);
	return { shared, sessions: sessions.filter(({ here }) => here || !shared) };
};

export const actions = {
	password: async (event) => {
		const person = signedIn(event.locals, event.url);
		const { db, live, log, signInLimiter } = runtime();
		const form = v.safeParse(PasswordForm, Object.fromEntries(await event.request.formData()));
		// The page offers neither.
		if (!form.success || (await isShared(db, person))) error(400);
		const wrong = passwordProblem(form.output, person.username);
		if (wrong) return fail(400, { problem: wrong });

		const services = { db, limiter: signInLimiter };
		const outcome = await changeOwnPassword(services, person, form.output, readDevice(event));
		const who = whoIs(person);
		if ('why' in outcome) {
			if (outcome.why === 'wrong') recordSecurity(log, 'password_refused', who);
			return fail(outcome.why === 'wrong' ? 403 : 429, { problem: outcome });
		}
		for (const id of outcome.ended) live.signOut(id);
		recordSecurity(log, 'password_changed', { ...who, by: 'owner' });
		return { changed: outcome.ended.length };
	},
	end: async ({ locals, url, request }) => {
		const person = signedIn(locals, url);
		const { db, live, log } = runtime();
		const id = (await request.formData()).get('session');
		const ends = typeof id === 'string' && !(await isShared(db, person));
		if (!ends || !(await endOwnSession(db, person, id))) return { ended: 0 };
		live.signOut(id);
		recordSecurity(log, 'session_revoked', { ...whoIs(person), by: 'owner', sessions: 1 });
		return { ended: 1 };
	},
	end_others: async ({ locals, url }) => {
		const person = signedIn(locals, url);
		const { db, live, log } = runtime();
		if (await isShared(db, person)) return { ended: 0 };
		const ended = await revokeAllSessions(db, person.account_id, person.session_id);
		for (const id of ended) live.signOut(id);
		const sessions = ended.length;
		recordSecurity(log, 'session_revoked', { ...whoIs(person), by: 'owner', sessions });
		return { ended: sessions };
	}
} satisfies Actions;

/** @throws the way to sign in, for whoever is not */
function signedIn({ person }: App.Locals, { pathname }: URL): SignedIn {
	if (!person) redirect(303, `/login?next=${encodeURIComponent(pathname)}`);
	return person;
}
