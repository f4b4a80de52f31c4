import { sql, type Kysely } from 'kysely';
import type { LoggedFact } from '#lib/campaign/facts.ts';
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
): Promise<LoggedFact[]> {
	const rows = await db
		.selectFrom('fact')
		.select(['seq', 'at', 'kind', 'actor', 'actor_role', 'actor_place', 'data', 'mark'])
		.where('campaign_id', '=', campaignId)
		.where('seq', '>', since)
		.orderBy('seq')
		.limit(limit)
		.execute();
	return rows.map(({ at, actor_role: role, actor_place: place, ...row }) => {
		const signed = role === null ? null : { role, place };
		return { ...row, at: at.toISOString(), signed } as LoggedFact;
	});
}
