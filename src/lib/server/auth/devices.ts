import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '#lib/server/db/schema.ts';
import { hashSecret } from './sessions.ts';

const day = 86_400_000;
/** A device on which nobody signed in for so long is a stranger again. */
export const DEVICE_DAYS = 180;
/** Devices of one account, the last seen ones. */
const MOST = 20;

/** Hash of what a browser says it is; null when it says nothing, or nothing of ours. */
export function deviceHash(secret: string | null): Buffer | null {
	return secret !== null && /^[\w-]{43}$/.test(secret) ? hashSecret(secret) : null;
}

/**
 * Remembers the browser in which an account just signed in, under a new name each time: one that was
 * planted or copied before is worth nothing afterwards. Other accounts of the browser move along.
 * @returns what the browser has to keep
 */
export async function rememberDevice(
	db: Kysely<Database>,
	accountId: number,
	before: string | null,
	now: Date
): Promise<string> {
	const secret = randomBytes(32).toString('base64url');
	const secret_hash = hashSecret(secret);
	const old = deviceHash(before);
	await db.transaction().execute(async (tx) => {
		if (old) {
			await tx
				.updateTable('account_device')
				.set({ secret_hash })
				.where('secret_hash', '=', old)
				.execute();
		}
		await tx
			.insertInto('account_device')
			.values({ account_id: accountId, secret_hash, last_seen_at: now })
			.onConflict((known) =>
				known.columns(['account_id', 'secret_hash']).doUpdateSet({ last_seen_at: now })
			)
			.execute();
		const kept = tx
			.selectFrom('account_device')
			.select('secret_hash')
			.where('account_id', '=', accountId)
			.where('last_seen_at', '>', new Date(now.getTime() - DEVICE_DAYS * day))
			.orderBy('last_seen_at', 'desc')
			.limit(MOST);
		await tx
			.deleteFrom('account_device')
			.where('account_id', '=', accountId)
			.where('secret_hash', 'not in', kept)
			.execute();
	});
	return secret;
}

/** Makes every device of an account a stranger, but the one that is named. */
export async function forgetDevices(
	db: Kysely<Database>,
	accountId: number,
	but: string | null = null
): Promise<void> {
	const kept = deviceHash(but);
	await db
		.deleteFrom('account_device')
		.where('account_id', '=', accountId)
		.$if(kept !== null, (query) => query.where('secret_hash', '<>', kept))
		.execute();
}
