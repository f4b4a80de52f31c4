import type { Kysely } from 'kysely';
import { dayNumber } from '#lib/campaign/calendar/calendar.ts';
import type { Database } from '../db/schema.ts';
import { announce, appendFacts } from './append.ts';
import type { CampaignLog } from './campaign-log.ts';

/**
 * Appends `day.opened` once for a day, whichever process notices it first, so that screens and readers of
 * `seq` learn that "today" now means another day: for those of the campaign and those after it, in which the
 * last ones are corrected and locked.
 */
export async function openDay(db: Kysely<Database>, log: CampaignLog, date: string): Promise<void> {
	const { campaign } = log.board;
	if (date < campaign.starts_on) return;
	const opened = await db.transaction().execute(async (tx) => {
		const first = await tx
			.updateTable('campaign')
			.set({ opened_on: date })
			.where('id', '=', log.id)
			.where((eb) => eb.or([eb('opened_on', 'is', null), eb('opened_on', '<', date)]))
			.returning('id')
			.executeTakeFirst();
		if (!first) return false;
		await appendFacts(tx, {
			campaignId: log.id,
			at: log.now(),
			actor: 'system',
			facts: [{ kind: 'day.opened', data: { date, day: dayNumber(campaign, date) } }]
		});
		return true;
	});
	if (!opened) return;
	await log.advance();
	await announce(db, log.id);
}
