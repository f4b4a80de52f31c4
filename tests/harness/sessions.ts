import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { TestDatabase } from './database.ts';

/**
 * A session for each name, as sign-in would have opened it; thousands at once would wait for the
 * passwords' hashes. Every screen has its own, as in life.
 */
export async function openSessions({ db }: TestDatabase, usernames: string[]): Promise<string[]> {
	const rows = usernames.map((username) => {
		const id = randomBytes(15).toString('base64url');
		const secret = randomBytes(32).toString('base64url');
		const hash = createHash('sha256').update(secret).digest('hex');
		return { username, id, secret, hash };
	});
	const given = JSON.stringify(rows.map(({ username, id, hash }) => ({ username, id, hash })));
	await sql`
		insert into session (id, secret_hash, account_id, created_at, last_seen_at)
		select given.id, decode(given.hash, 'hex'), account.id, now(), now()
		from jsonb_to_recordset(${given}::jsonb) as given (username text, id text, hash text)
		join account using (username)
	`.execute(db);
	return rows.map(({ id, secret }) => `${id}.${secret}`);
}
