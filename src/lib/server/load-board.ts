import type { Kysely } from 'kysely';
import { emptyBoard, type CampaignBoard } from '#lib/campaign/board.ts';
import type { Named } from '#lib/campaign/campaign.ts';
import type { Database } from './db/schema.ts';
import { FEATURES } from './features.ts';

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
			const board = emptyBoard('');
			for (const { load } of FEATURES) await load?.(tx, campaignId, board);
			return board;
		});
}
