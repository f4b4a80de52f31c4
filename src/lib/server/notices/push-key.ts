import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { newPushKey, type PushKey } from './web-push.ts';

/** The installation's key, made once whoever asks first. Browsers that subscribed know no other. */
export async function pushKey(db: Kysely<Database>): Promise<PushKey> {
	const read = () =>
		db.selectFrom('push_key').select(['public_key', 'private_key']).executeTakeFirst();
	const known = await read();
	if (known) return known;
	await db
		.insertInto('push_key')
		.values(newPushKey())
		.onConflict((first) => first.column('singleton').doNothing())
		.execute();
	const made = await read();
	if (!made) throw new Error('the push key has gone');
	return made;
}
