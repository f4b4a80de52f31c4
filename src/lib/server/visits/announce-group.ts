import type { Kysely } from 'kysely';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import type { Database } from '../db/schema.ts';
import { announce, appendFacts } from '../log/append.ts';
import { readGroups } from './read-groups.ts';

/** Tells every screen what a working group is now, after its members were changed outside of any command. */
export async function announceGroup(
	db: Kysely<Database>,
	campaignId: number,
	code: string
): Promise<void> {
	await db.transaction().execute(async (tx) => {
		const { clock, time_zone } = await tx
			.selectFrom('campaign')
			.select(['clock', 'time_zone'])
			.where('id', '=', campaignId)
			.forNoKeyUpdate()
			.executeTakeFirstOrThrow();
		const [group] = await readGroups(tx, campaignId, code);
		if (!group) throw new Error(`there is no group ${code}`);
		await appendFacts(tx, {
			campaignId,
			at: campaignNow(clock, time_zone, new Date()),
			actor: 'system',
			facts: [{ kind: 'group.changed', data: { group } }]
		});
	});
	await announce(db, campaignId);
}
