import type { Kysely } from 'kysely';
import type { OwnSession, PasswordProblem } from '#lib/protocol/own-account.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { setPassword } from './account-changes.ts';
import { agentName } from './agent-name.ts';
import { matches, passwordTurns } from './passwords.ts';
import type { SignInLimiter } from './sign-in-limiter.ts';
import { activeSessions, type SignedIn } from './sessions.ts';
import { LineFull } from '../limits/turns.ts';

/** Whether an account is one of a demonstration: many people share it, so it is nobody's own. */
export async function isShared(
	db: Kysely<Database>,
	{ account_id }: Pick<SignedIn, 'account_id'>
): Promise<boolean> {
	const account = await db
		.selectFrom('account')
		.select('is_demo')
		.where('id', '=', account_id)
		.executeTakeFirst();
	return account?.is_demo ?? true;
}

/** Somebody's sessions that are open now, this one first, then by when they were last seen. */
export async function readOwnSessions(
	db: Kysely<Database>,
	{ account_id, session_id }: Pick<SignedIn, 'account_id' | 'session_id'>,
	now: Date
): Promise<OwnSession[]> {
	const rows = await activeSessions(db, account_id, now).execute();
	return rows
		.map(({ id, agent, network, created_at, last_seen_at }) => ({
			...{ id, ...agentName(agent), network },
			created_at: created_at.toISOString(),
			last_seen_at: last_seen_at.toISOString(),
			here: id === session_id
		}))
		.sort((a, b) => Number(b.here) - Number(a.here) || (a.last_seen_at < b.last_seen_at ? 1 : -1));
}

/** Ends another session of the same account. @returns whether there was one */
export async function endOwnSession(
	db: Kysely<Database>,
	{ account_id, session_id }: Pick<SignedIn, 'account_id' | 'session_id'>,
	id: string
): Promise<boolean> {
	const { numDeletedRows } = await db
		.deleteFrom('session')
		.where('id', '=', id)
		.where('id', '<>', session_id)
		.where('account_id', '=', account_id)
		.executeTakeFirst();
	return numDeletedRows > 0n;
}

/**
 * Sets somebody's own password after asking for the old one; all their other sessions end.
 * @param device what the browser was given at sign-in: it stays known
 * @returns the sessions that ended, or why nothing was done
 */
export async function changeOwnPassword(
	{ db, limiter }: { db: Kysely<Database>; limiter: SignInLimiter },
	{ account_id, session_id, username }: SignedIn,
	{ current, next }: { current: string; next: string },
	device: string | null
): Promise<{ ended: string[] } | PasswordProblem> {
	// Whoever holds the session is no stranger, but may not guess without end either.
	const attempt = { name: username, network: '', known: `session ${session_id}` };
	const place = { of: username, first: true };
	const account = await db
		.selectFrom('account')
		.select('password_hash')
		.where('id', '=', account_id)
		.executeTakeFirstOrThrow();
	try {
		const problem = await passwordTurns.run(async (): Promise<PasswordProblem | null> => {
			const seconds = await limiter.wait(attempt);
			if (seconds > 0) return { field: 'current', why: 'limited', seconds };
			if (await matches(account.password_hash, current)) return null;
			await limiter.failed(attempt);
			return { field: 'current', why: 'wrong' };
		}, place);
		if (problem) return problem;
		const owner = { id: account_id, username };
		return await setPassword(db, owner, next, { session: session_id, device }, place);
	} catch (error) {
		if (!(error instanceof LineFull)) throw error;
		return { field: 'current', why: 'crowded', seconds: 10 };
	}
}
