import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { Database } from '#lib/server/db/schema.ts';
import { networkOf } from './network-of.ts';
import { matches, NOBODYS_HASH, passwordTurns } from './passwords.ts';
import type { SignInLimiter } from './sign-in-limiter.ts';
import {
	createSession,
	revokeSession,
	sweepSessions,
	validateSession,
	type SignedIn
} from './sessions.ts';

const text = (longest: number) =>
	v.pipe(
		v.string('text_expected'),
		v.minLength(1, 'text_empty'),
		v.maxLength(longest, 'text_too_long')
	);

/** As the table demands it. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}$/;

/** What the sign-in form and the API take. Messages are keys of the words. */
export const Credentials = v.object(
	{ username: text(200), password: text(1000) },
	'input_expected'
);
export type Credentials = v.InferOutput<typeof Credentials>;

interface SignInAttempt extends Credentials {
	/** Where it comes from, for the limits. */
	address: string;
	/** Session the same client holds already: it ends when the new one starts. */
	previous?: string | null;
}

export type SignInOutcome =
	| { ok: true; token: string; person: SignedIn }
	| { ok: false; reason: 'wrong' }
	/** `retry_after` in seconds. */
	| { ok: false; reason: 'limited'; retry_after: number };

/** Unknown user, disabled account and wrong password are answered alike and after the same work. */
export async function signIn(
	db: Kysely<Database>,
	limiter: SignInLimiter,
	{ username, password, address, previous }: SignInAttempt,
	now: Date
): Promise<SignInOutcome> {
	const name = username.trim().toLowerCase();
	const network = networkOf(address);
	const account = USERNAME.test(name) ? await findAccount(db, name) : undefined;

	// The limits are read inside the turn: a burst of guesses cannot overtake its own failures.
	const refused = await passwordTurns.run(async (): Promise<SignInOutcome | null> => {
		const retry_after = await limiter.wait(name, network);
		if (retry_after > 0) return { ok: false, reason: 'limited', retry_after };
		const right = await matches(account?.password_hash ?? NOBODYS_HASH, password);
		if (account && right) return null;
		await limiter.failed(name, network);
		return { ok: false, reason: 'wrong' };
	});
	if (refused || !account) return refused ?? { ok: false, reason: 'wrong' };

	await limiter.succeeded(name, network);
	if (previous) await revokeSession(db, previous);
	await sweepSessions(db, account.id, now);
	const { token } = await createSession(db, account.id, now);
	const valid = await validateSession(db, token, now);
	// Disabled between the check and here: refused like any other.
	return valid ? { ok: true, token, person: valid.person } : { ok: false, reason: 'wrong' };
}

function findAccount(db: Kysely<Database>, username: string) {
	return db
		.selectFrom('account')
		.select(['id', 'password_hash'])
		.where('username', '=', username)
		.where('disabled_at', 'is', null)
		.executeTakeFirst();
}
