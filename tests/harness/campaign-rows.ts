import type { Kysely } from 'kysely';
import { readPackage, type CampaignPackage } from '#lib/server/campaigns/package.ts';
import type { Database } from '#lib/server/db/schema.ts';

const folder = new URL('../../src/campaigns/quang-tri-2025/', import.meta.url).pathname;

/** The package of Quảng Trị that ships with the project. */
export async function readShipped(): Promise<CampaignPackage> {
	const read = await readPackage(folder);
	if (!read.ok) throw new Error(JSON.stringify(read.problems));
	return read.package;
}

/** Every row of what an import writes, to see that nothing moved. */
export function dumpSetUp(db: Kysely<Database>): Promise<object[][]> {
	const tables = ['campaign', 'measure', 'category', 'unit', 'target', 'boundary'] as const;
	return Promise.all(tables.map((table) => db.selectFrom(table).selectAll(table).execute()));
}

/** A commune's report with one line, as its handler would have stored it; 86 cases of births. */
export async function storeReport(
	db: Kysely<Database>,
	campaign_id: number,
	unit_code: string,
	date: string
): Promise<void> {
	const key = { campaign_id, unit_code, date };
	const received_at = new Date(`${date}T09:00:00Z`);
	const report = { ...key, revision: 1, receipt: 'AB12', received_at, timely: true };
	await db.transaction().execute(async (tx) => {
		await tx.insertInto('report').values(report).execute();
		const line = { ...key, category: 'birth', measure: 'cases', amount: 86 };
		await tx.insertInto('report_line').values(line).execute();
	});
}
