import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { Database } from '#lib/server/db/schema.ts';
import { deviceHash } from './devices.ts';
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
import { LineFull, type Place } from '../limits/turns.ts';

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
	/** What the program calls itself, for the owner's list of sessions. */
	agent?: string;
	/** What the browser was given when somebody signed in on it before. */
	device?: string | null;
	/** Session the same client holds already: it ends when the new one starts. */
	previous?: string | null;
}

export type SignInOutcome =
	| { ok: true; token: string; person: SignedIn; known: boolean }
	| { ok: false; reason: 'wrong' }
	| ({ ok: false } & SignInWait);

/** Too many failures, or too many who sign in at this moment; `retry_after` in seconds. */
export interface SignInWait {
	reason: 'limited' | 'crowded';
	retry_after: number;
}

/** What the log is told of an attempt that failed, and the client is not. */
interface Refusal {
	reason: 'wrong' | 'limited' | 'crowded';
	/** Null when there is no such account: people type passwords into the field of the name. */
	username: string | null;
	known: boolean;
}

/** Seconds after which somebody may try again who found too many signing in. */
const CROWD_PASSES = 10;

/** Unknown user, disabled account and wrong password are answered alike and after the same work. */
export async function signIn(
	db: Kysely<Database>,
	limiter: SignInLimiter,
	{ username, password, address, agent = '', device = null, previous }: SignInAttempt,
	now: Date,
	refusedWith: (refusal: Refusal) => void = () => {}
): Promise<SignInOutcome> {
	const name = username.trim().toLowerCase();
	const network = networkOf(address);
	const hash = deviceHash(device);
	const account = USERNAME.test(name) ? await findAccount(db, name, hash) : undefined;
	const known = account?.known ? String(hash?.toString('base64url')) : null;
	const attempt = { name, network, known };

	const limited = async (): Promise<SignInOutcome | null> => {
		const retry_after = await limiter.wait(attempt);
		return retry_after > 0 ? { ok: false, reason: 'limited', retry_after } : null;
	};
	const check = async (): Promise<SignInOutcome | null> => {
		// Asked again in the turn: a burst of guesses cannot overtake its own failures.
		const refused = await limited();
		if (refused) return refused;
		const right = await matches(account?.password_hash ?? NOBODYS_HASH, password);
		if (account && right) return null;
		await limiter.failed(attempt);
		return { ok: false, reason: 'wrong' };
	};
	// Who may not try now does not stand in the line either.
	const refused =
		(await limited()) ?? (await inLine(check, { of: network, first: known !== null }));
	if (refused || !account) {
		const outcome = refused ?? ({ ok: false, reason: 'wrong' } as const);
		const username = account ? name : null;
		if (!outcome.ok) refusedWith({ reason: outcome.reason, username, known: known !== null });
		return outcome;
	}

	await limiter.succeeded(attempt);
	if (previous) await revokeSession(db, previous);
	await sweepSessions(db, account.id, now);
	const { token } = await createSession(db, account.id, now, { agent, network });
	const valid = await validateSession(db, token, now);
	// Disabled between the check and here: refused like any other.
	if (!valid) return { ok: false, reason: 'wrong' };
	return { ok: true, token, person: valid.person, known: known !== null };
}

async function inLine(
	check: () => Promise<SignInOutcome | null>,
	place: Place
): Promise<SignInOutcome | null> {
	try {
		return await passwordTurns.run(check, place);
	} catch (error) {
		if (!(error instanceof LineFull)) throw error;
		return { ok: false, reason: 'crowded', retry_after: CROWD_PASSES };
	}
}

/** @param device hash of what the browser says it is */
function findAccount(db: Kysely<Database>, username: string, device: Buffer | null) {
	return db
		.selectFrom('account as a')
		.leftJoin('account_device as d', (join) =>
			join.onRef('d.account_id', '=', 'a.id').on('d.secret_hash', '=', device ?? Buffer.alloc(0))
		)
		.select(['a.id', 'a.password_hash'])
		.select(({ eb }) => eb('d.account_id', 'is not', null).as('known'))
		.where('a.username', '=', username)
		.where('a.disabled_at', 'is', null)
		.executeTakeFirst();
}
