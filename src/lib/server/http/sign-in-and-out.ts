import { runtime } from '../runtime.ts';
import { recordSecurity } from '../security-log.ts';
import {
	clearSessionCookie,
	readDevice,
	setDeviceCookie,
	setSessionCookie,
	type CookieEvent
} from '../auth/cookie.ts';
import { rememberDevice } from '../auth/devices.ts';
import { networkOf } from '../auth/network-of.ts';
import type { SignedIn } from '../auth/sessions.ts';
import { revokeSession } from '../auth/sessions.ts';
import { signIn, type Credentials, type SignInOutcome } from '../auth/sign-in.ts';

/** The part of a SvelteKit event that signing in and out needs. */
export interface DoorEvent extends CookieEvent {
	locals: { person: SignedIn | null };
	request: Request;
	getClientAddress(): string;
}

/**
 * Signs in for the sign-in page and the API: sets the cookie and cuts what the session replaces. A browser
 * that came by the form is remembered as one that knows the account; programs that sign in again and again
 * would only push the browsers out of the list.
 */
export async function enter(
	event: DoorEvent,
	credentials: Credentials,
	by: 'form' | 'api'
): Promise<SignInOutcome> {
	const { db, signInLimiter, live, log } = runtime();
	const now = new Date();
	const previous = event.locals.person?.session_id ?? null;
	const device = readDevice(event);
	const address = event.getClientAddress();
	const network = networkOf(address);
	const agent = event.request.headers.get('user-agent')?.slice(0, 300) ?? '';
	const outcome = await signIn(
		db,
		signInLimiter,
		{ ...credentials, ...{ address, agent, device, previous } },
		now,
		({ reason, username, known }) => {
			if (reason === 'wrong') {
				const from = known ? 'known' : 'new';
				recordSecurity(log, 'sign_in_failed', { username, network, device: from });
			} else {
				const limit = reason === 'limited' ? 'sign_in' : 'sign_in_crowd';
				recordSecurity(log, 'limit_hit', { limit, username, network });
			}
		}
	);
	if (!outcome.ok) return outcome;
	const { person, token, known } = outcome;
	setSessionCookie(event, token);
	if (by === 'form') {
		setDeviceCookie(event, await rememberDevice(db, person.account_id, device, now));
	}
	if (previous) live.signOut(previous);
	const from = known ? 'known' : 'new';
	recordSecurity(log, 'sign_in', { ...whoIs(person), network, device: from, by });
	return outcome;
}

/** Ends the session of this request, its sockets included; nothing happens when there is none. */
export async function leave(event: DoorEvent): Promise<void> {
	const { db, live, log } = runtime();
	const { person } = event.locals;
	clearSessionCookie(event);
	if (!person) return;
	await revokeSession(db, person.session_id);
	live.signOut(person.session_id);
	recordSecurity(log, 'sign_out', whoIs(person));
}

/** A person as the security log names them. */
export function whoIs({ account_id, username }: Pick<SignedIn, 'account_id' | 'username'>) {
	return { account: account_id, username };
}
