import { sql, type Transaction } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Database } from '../db/schema.ts';

/** Of several targets for one measure the one that counts: declared, else plan, else allocated. */
export async function loadTargets(
	tx: Transaction<Database>,
	campaignId: number,
	{ units }: CampaignBoard
): Promise<void> {
	const rows = await tx
		.selectFrom('target')
		.distinctOn(['unit_code', 'measure'])
		.select(['unit_code', 'measure', 'amount', 'origin'])
		.where('campaign_id', '=', campaignId)
		.orderBy('unit_code')
		.orderBy('measure')
		.orderBy(sql`array_position(array['declared', 'plan', 'allocated'], origin)`)
		.execute();
	for (const { unit_code, measure, amount, origin } of rows) {
		const unit = units.get(unit_code);
		if (unit) unit.targets[measure] = { amount, origin };
	}
}
