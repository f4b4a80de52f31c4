import type { Kysely, Transaction } from 'kysely';
import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import type { Campaign, Named } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';
import { headMark } from '../log/read.ts';
import { FEATURES } from '../features.ts';

/** What lists of campaigns show. */
export interface CampaignEntry extends Named {
	id: number;
	slug: string;
	starts_on: string;
	ends_on: string;
	simulated: boolean;
}

/** Every campaign of the database, the one that began last first. */
export function loadCampaigns(db: Kysely<Database>): Promise<CampaignEntry[]> {
	return db
		.selectFrom('campaign')
		.select(['id', 'slug', 'name_vi', 'name_en', 'starts_on', 'ends_on', 'simulated'])
		.orderBy('starts_on', 'desc')
		.orderBy('slug')
		.execute();
}

/**
 * The board as the tables have it. One snapshot of the database, so that its `seq` is exactly the
 * last fact it contains. Throws when there is no such campaign.
 */
export function loadBoard(db: Kysely<Database>, campaignId: number): Promise<CampaignBoard> {
	return db
		.transaction()
		.setIsolationLevel('repeatable read')
		.setAccessMode('read only')
		.execute(async (tx) => {
			const { seq, mark, campaign } = await loadCampaign(tx, campaignId);
			const board: CampaignBoard = {
				...{ view: 'staff', seq, mark, campaign, units: await loadUnits(tx, campaignId) },
				...{ groups: new Map(), visits: new Map(), requests: new Map(), incidents: new Map() }
			};
			for (const feature of FEATURES) await feature.load(tx, campaignId, board);
			return board;
		});
}

async function loadCampaign(
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
	const campaign = {
		...{ slug, name_vi, name_en, starts_on, ends_on, time_zone, lock_after_days },
		setup: row.setup_version,
		timely_by: row.timely_by.slice(0, 5), // PostgreSQL writes '17:30:00'
		quiet_hours: { from: row.quiet_from.slice(0, 5), to: row.quiet_to.slice(0, 5) },
		simulated: row.simulated,
		clock: row.clock,
		measures,
		categories
	};
	return { seq: row.head_seq, mark: row.mark, campaign };
}

async function loadUnits(tx: Transaction<Database>, campaignId: number) {
	const rows = await tx
		.selectFrom('unit')
		.select(['code', 'parent_code as parent', 'level', 'type', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	return new Map<string, BoardUnit>(
		rows.map((row) => [row.code, { ...row, targets: {}, days: {}, unlocks: {}, reminded: null }])
	);
}
