import { runtime } from '../runtime.ts';
import { clearSessionCookie, setSessionCookie, type CookieEvent } from './cookie.ts';
import type { SignedIn } from './sessions.ts';
import { revokeSession } from './sessions.ts';
import { signIn, type Credentials, type SignInOutcome } from './sign-in.ts';

/** The part of a SvelteKit event that signing in and out needs. */
interface DoorEvent extends CookieEvent {
	locals: { person: SignedIn | null };
	getClientAddress(): string;
}

/** Signs in for the sign-in page and the API: sets the cookie and cuts what the session replaces. */
export async function enter(event: DoorEvent, credentials: Credentials): Promise<SignInOutcome> {
	const { db, signInLimiter, live } = runtime();
	const previous = event.locals.person?.session_id ?? null;
	const attempt = { ...credentials, address: event.getClientAddress(), previous };
	const outcome = await signIn(db, signInLimiter, attempt, new Date());
	if (!outcome.ok) return outcome;
	setSessionCookie(event, outcome.token);
	if (previous) live.signOut(previous);
	return outcome;
}

/** Ends the session of this request, its sockets included; nothing happens when there is none. */
export async function leave(event: DoorEvent): Promise<void> {
	const { db, live } = runtime();
	const session = event.locals.person?.session_id;
	clearSessionCookie(event);
	if (!session) return;
	await revokeSession(db, session);
	live.signOut(session);
}
