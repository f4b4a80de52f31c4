import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { addDays, instantAt, localDate, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import { ensureDemoAccounts, type DemoAccount } from '#lib/server/auth/demo-accounts.ts';
import { changeSetup } from '#lib/server/campaigns/change-setup.ts';
import { importCampaign } from '#lib/server/campaigns/import.ts';
import { loadBoard } from '#lib/server/load-board.ts';
import { readPackage } from '#lib/server/campaigns/package.ts';
import { lastFactAt, setClock } from '#lib/server/campaigns/set-clock.ts';
import type { Database } from '#lib/server/db/schema.ts';
import { announceNewGroups } from '#lib/server/visits/announce-group.ts';

/** The simulated day runs through these hours; its nights are skipped. */
const DAY = { from: '06:30', to: '22:00' };
/** Days after the last one that the simulated clock goes on for: corrections until the lock, then the result. */
const DAYS_AFTER = 7;
/** When the still campaign's first morning begins. */
const MORNING = '08:00';

/**
 * Loads the campaign that ships with the project and sets its clock: on from where it stood, or to its
 * first morning.
 * @param secondsPerDay of the simulated campaign; null for one without simulated reports, at life speed
 */
export async function prepareDemoCampaign(
	db: Kysely<Database>,
	secondsPerDay: number | null
): Promise<{ id: number; slug: string; day: string }> {
	const folder = join(import.meta.dirname, '../campaigns/quang-tri-2025');
	const read = await readPackage(folder);
	if (!read.ok)
		throw new Error(`the campaign package is damaged: ${JSON.stringify(read.problems)}`);
	const { campaign_id: id } = await importCampaign(db, read.package);
	return { id, ...(await startDemoClock(db, id, secondsPerDay)) };
}

/** The demo's accounts, and its working groups with their members in the log. */
export async function prepareDemoAccounts(
	db: Kysely<Database>,
	campaignId: number,
	file: string
): Promise<DemoAccount[]> {
	const accounts = await ensureDemoAccounts(db, campaignId, file);
	await announceNewGroups(db, campaignId);
	return accounts;
}

/**
 * Sets a campaign's clock on from where it stood, or to its first morning. It stops some days after the end.
 * @returns which campaign, and the day it shows now
 */
export async function startDemoClock(
	db: Kysely<Database>,
	id: number,
	secondsPerDay: number | null
): Promise<{ slug: string; day: string }> {
	await db.transaction().execute((tx) =>
		changeSetup(tx, id, async () => {
			const simulated = secondsPerDay !== null;
			const { numUpdatedRows } = await tx
				.updateTable('campaign')
				.set({ simulated })
				.where('id', '=', id)
				.where('simulated', '<>', simulated)
				.executeTakeFirstOrThrow();
			return numUpdatedRows > 0n;
		})
	);
	const { campaign } = await loadBoard(db, id);
	const { starts_on, ends_on, time_zone } = campaign;
	const at = (date: string, time: string) => instantAt(date, millisecondsOf(time), time_zone);
	const last = campaign.clock && (await lastFactAt(db, id)); // before that facts have real times
	const shows = last ?? at(starts_on, secondsPerDay ? DAY.from : MORNING);
	await setClock(db, id, {
		set_at: new Date().toISOString(),
		shows: shows.toISOString(),
		seconds_per_day: secondsPerDay ?? 86_400,
		...(secondsPerDay ? { runs: DAY } : {}),
		stops_at: new Date(at(addDays(ends_on, DAYS_AFTER), DAY.to).getTime() - 1000).toISOString()
	});
	return { slug: campaign.slug, day: localDate(shows, time_zone) };
}
