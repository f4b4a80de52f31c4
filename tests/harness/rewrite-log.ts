import { sql } from 'kysely';
import { appendFacts, type NewFact } from '#lib/server/log/append.ts';
import type { TestDatabase } from './database.ts';

/**
 * Takes the last `count` facts out of the log with the reports they came from, as a restored backup or a
 * failover does that lost them, and appends `instead` others: the same numbers, another past.
 */
export async function rewriteLog(
	{ db }: Pick<TestDatabase, 'db'>,
	{ count, instead }: { count: number; instead: number }
): Promise<void> {
	const { head_seq, id } = await db
		.selectFrom('campaign')
		.select(['id', 'head_seq'])
		.executeTakeFirstOrThrow();
	const left = head_seq - count;
	await db.transaction().execute(async (tx) => {
		await sql`update campaign set head_seq = ${left}`.execute(tx);
		for (const table of ['report_line', 'report'] as const) {
			await sql`delete from ${sql.table(table)} where (campaign_id, unit_code, date::text) in (select
				campaign_id, data->>'unit', data->>'date' from fact where seq > ${left})`.execute(tx);
		}
		await tx.deleteFrom('command').where('seq', '>', left).execute();
		await tx.deleteFrom('fact').where('seq', '>', left).execute();
		const data = { date: '2025-03-01', day: 1 };
		const facts: NewFact[] = [{ kind: 'day.opened', data }];
		const entry = { campaignId: id, at: new Date(), actor: 'system', facts };
		for (let i = 0; i < instead; i++) await appendFacts(tx, entry);
	});
}
