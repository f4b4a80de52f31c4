import { sql, type Kysely } from 'kysely';
import type { Fact } from '#lib/campaign/facts.ts';
import type { Database } from '../db/schema.ts';

/** The mark of a log's last fact; of an empty log the campaign's own. */
export const headMark = sql<string>`coalesce((select mark from fact
	where campaign_id = campaign.id and seq = campaign.head_seq), campaign.head_mark)`.as('mark');

/** Up to `limit` facts after `since`, oldest first. */
export async function readFacts(
	db: Kysely<Database>,
	campaignId: number,
	since: number,
	limit: number
): Promise<Fact[]> {
	const rows = await db
		.selectFrom('fact')
		.select(['seq', 'at', 'kind', 'actor', 'data', 'mark'])
		.where('campaign_id', '=', campaignId)
		.where('seq', '>', since)
		.orderBy('seq')
		.limit(limit)
		.execute();
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }) as Fact);
}
