import type { Kysely } from 'kysely';
import type { ClockSetting } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';
import { announce, appendFacts } from '../log/append.ts';

/** Sets a simulated campaign's clock; every screen follows by the fact. */
export async function setClock(
	db: Kysely<Database>,
	campaignId: number,
	clock: ClockSetting
): Promise<void> {
	await db.transaction().execute(async (tx) => {
		await tx
			.updateTable('campaign')
			.set({ clock: JSON.stringify(clock) })
			.where('id', '=', campaignId)
			.execute();
		await appendFacts(tx, {
			campaignId,
			at: new Date(clock.shows),
			actor: 'system',
			facts: [{ kind: 'clock.set', data: { clock } }]
		});
	});
	await announce(db, campaignId);
}

/** Campaign time of the newest fact: where a clock that was stopped goes on; null without facts. */
export async function lastFactAt(db: Kysely<Database>, campaignId: number): Promise<Date | null> {
	const last = await db
		.selectFrom('fact')
		.select('at')
		.where('campaign_id', '=', campaignId)
		.orderBy('seq', 'desc')
		.executeTakeFirst();
	return last?.at ?? null;
}
