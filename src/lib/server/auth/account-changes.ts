import type { Kysely } from 'kysely';
import type { Database } from '#lib/server/db/schema.ts';
import { forgetDevices } from './devices.ts';
import { hashPassword } from './passwords.ts';
import { revokeAllSessions } from './sessions.ts';
import type { Place } from '../limits/turns.ts';

/** What became of an account. Sessions end with every change: running servers cut their sockets within a second. */
export interface AccountChange {
	account: number;
	username: string;
	/** How many sessions ended. */
	sessions: number;
}

/** There is no account of that name. */
class AccountMissing extends Error {
	constructor(username: string) {
		super(`There is no account ${username}.`);
	}
}

/** Nobody signs in with it any more, its mail and messages end too; what it did keeps its name. @throws AccountMissing */
export async function disableAccount(
	db: Kysely<Database>,
	username: string,
	now: Date
): Promise<AccountChange> {
	return setDisabled(db, username, now);
}

/** Takes `disableAccount` back; the password is the old one. @throws AccountMissing */
export async function enableAccount(
	db: Kysely<Database>,
	username: string
): Promise<AccountChange> {
	return setDisabled(db, username, null);
}

/**
 * Sets a password. All sessions end but the one that is kept, and every browser is a stranger again.
 * @param kept the session and the device of whoever changes their own
 * @param place where hashing waits, when somebody asked for it over the network
 */
export async function setPassword(
	db: Kysely<Database>,
	account: { id: number; username: string },
	password: string,
	kept: { session: string; device: string | null } | null = null,
	place?: Place
): Promise<AccountChange & { ended: string[] }> {
	const password_hash = await hashPassword(password, place);
	return db.transaction().execute(async (tx) => {
		await tx
			.updateTable('account')
			.set({ password_hash })
			.where('id', '=', account.id)
			.executeTakeFirstOrThrow();
		await forgetDevices(tx, account.id, kept?.device);
		const ended = await revokeAllSessions(tx, account.id, kept?.session);
		return { account: account.id, username: account.username, sessions: ended.length, ended };
	});
}

/** What somebody was in a campaign ends. @returns what it was; null when nothing */
export async function removeGrant(
	db: Kysely<Database>,
	campaignId: number,
	username: string
): Promise<{ change: AccountChange; before: string | null; group: string | null }> {
	const { id } = await findAccount(db, username);
	return db.transaction().execute(async (tx) => {
		const grant = await tx
			.deleteFrom('role_grant')
			.where('campaign_id', '=', campaignId)
			.where('account_id', '=', id)
			.returning(['role', 'unit_code', 'group_code', 'leads'])
			.executeTakeFirst();
		const ended = await revokeAllSessions(tx, id);
		const change = { account: id, username, sessions: ended.length };
		return { change, before: grant ? grantText(grant) : null, group: grant?.group_code ?? null };
	});
}

/** A grant in one word: `focal_point 19330`, `group_member group-1 leads`. */
export function grantText(grant: {
	role: string;
	unit_code: string | null;
	group_code: string | null;
	leads: boolean;
}): string {
	const { role, unit_code, group_code, leads } = grant;
	return [role, unit_code ?? group_code, leads && 'leads'].filter(Boolean).join(' ');
}

/** @throws AccountMissing */
export async function findAccount(
	db: Kysely<Database>,
	username: string
): Promise<{ id: number; username: string }> {
	const account = await db
		.selectFrom('account')
		.select(['id', 'username'])
		.where('username', '=', username)
		.executeTakeFirst();
	if (!account) throw new AccountMissing(username);
	return account;
}

async function setDisabled(
	db: Kysely<Database>,
	username: string,
	disabled_at: Date | null
): Promise<AccountChange> {
	const { id } = await findAccount(db, username);
	return db.transaction().execute(async (tx) => {
		await tx.updateTable('account').set({ disabled_at }).where('id', '=', id).execute();
		const ended = await revokeAllSessions(tx, id);
		return { account: id, username, sessions: ended.length };
	});
}
