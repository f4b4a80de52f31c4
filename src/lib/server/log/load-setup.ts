import type { Transaction } from 'kysely';
import type { BoardUnit } from '#lib/campaign/board.ts';
import { campaignOf, type Campaign } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';
import { headMark } from './read.ts';

/** What a campaign is, and where its log stands. Throws when there is no such campaign. */
export async function loadCampaign(
	tx: Transaction<Database>,
	campaignId: number
): Promise<{ seq: number; mark: string; campaign: Campaign }> {
	const row = await tx
		.selectFrom('campaign')
		.selectAll()
		.select(headMark)
		.where('id', '=', campaignId)
		.executeTakeFirstOrThrow(() => new Error(`campaign ${campaignId} does not exist`));
	const { slug, name_vi, name_en, starts_on, ends_on, time_zone, lock_after_days } = row;
	const measures = await tx
		.selectFrom('measure')
		.select(['key', 'name_vi', 'name_en', 'is_primary as primary'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	const categories = await tx
		.selectFrom('category')
		.select(['key', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	const campaign = campaignOf({
		...row.setup,
		...{ slug, name_vi, name_en, starts_on, ends_on, time_zone, lock_after_days },
		setup: row.setup_version,
		timely_by: row.timely_by.slice(0, 5), // PostgreSQL writes '17:30:00'
		quiet_hours: { from: row.quiet_from.slice(0, 5), to: row.quiet_to.slice(0, 5) },
		simulated: row.simulated,
		clock: row.clock,
		measures,
		categories
	});
	return { seq: row.head_seq, mark: row.mark, campaign };
}

/** A campaign's places, with no numbers yet. */
export async function loadUnits(tx: Transaction<Database>, campaignId: number) {
	const rows = await tx
		.selectFrom('unit')
		.select(['code', 'parent_code as parent', 'level', 'type', 'name_vi', 'name_en', 'position'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	return new Map<string, BoardUnit>(
		rows.map((row) => [row.code, { ...row, targets: {}, days: {}, unlocks: {}, reminded: null }])
	);
}
