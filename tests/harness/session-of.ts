import { createSession } from '#lib/server/auth/sessions.ts';
import type { TestDatabase } from './database.ts';

/** A session of somebody, as signing in would have opened it. @returns its token */
export async function sessionOf(
	{ db }: Pick<TestDatabase, 'db'>,
	username: string
): Promise<string> {
	const { id } = await db
		.selectFrom('account')
		.select('id')
		.where('username', '=', username)
		.executeTakeFirstOrThrow();
	return (await createSession(db, id, new Date())).token;
}
