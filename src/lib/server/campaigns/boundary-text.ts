import { sql, type Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** The campaign's boundaries as TopoJSON text and the digest they are known by; null when it has none. */
export async function boundaryText(
	db: Kysely<Database>,
	campaignId: number
): Promise<{ text: string; digest: string } | null> {
	const row = await db
		.selectFrom('boundary')
		.select(['digest', sql<string>`topology::text`.as('text')])
		.where('campaign_id', '=', campaignId)
		.executeTakeFirst();
	return row ?? null;
}
