import type { Kysely } from 'kysely';
import type { Fact } from '#lib/campaign/facts.ts';
import type { Database } from '../db/schema.ts';

/** Up to `limit` facts after `since`, oldest first. */
export async function readFacts(
	db: Kysely<Database>,
	campaignId: number,
	since: number,
	limit: number
): Promise<Fact[]> {
	const rows = await db
		.selectFrom('fact')
		.select(['seq', 'at', 'kind', 'actor', 'data'])
		.where('campaign_id', '=', campaignId)
		.where('seq', '>', since)
		.orderBy('seq')
		.limit(limit)
		.execute();
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }) as Fact);
}
