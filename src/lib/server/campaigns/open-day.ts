import type { Kysely } from 'kysely';
import { dayNumber, localDate } from '#lib/campaign/calendar/calendar.ts';
import type { Due } from '../clockwork/clockwork.ts';
import type { Database } from '../db/schema.ts';
import type { FeatureServices } from '../feature.ts';
import { announce, appendFacts } from '../log/append.ts';
import type { CampaignLog } from '../log/campaign-log.ts';

const LOOK_EVERY = 1_000;

/** Opens the day of every living campaign. */
export function openDays({ tail, campaigns }: Pick<FeatureServices, 'tail' | 'campaigns'>): Due {
	/** The day each campaign was last seen opened on, by id: spares asking the database every second. */
	const opened = new Map<number, string>();
	return {
		what: 'days to be opened',
		every: () => LOOK_EVERY,
		async run() {
			for (const log of campaigns.living()) {
				const today = localDate(log.now(), log.board.campaign.time_zone);
				if (opened.get(log.id) === today) continue;
				await openDay(tail, log, today);
				opened.set(log.id, today);
			}
		}
	};
}

/**
 * Appends `day.opened` once for a day, whichever process notices it first, so that screens and readers of
 * `seq` learn that "today" now means another day: for those of the campaign and those after it, in which the
 * last ones are corrected and locked.
 */
async function openDay(db: Kysely<Database>, log: CampaignLog, date: string): Promise<void> {
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
