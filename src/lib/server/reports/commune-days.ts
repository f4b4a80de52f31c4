import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { ReportedDay } from '#lib/campaign/entry.ts';
import type { Database } from '../db/schema.ts';

/** Every day a commune has reported, as it stands now, in order of date. */
export async function communeDays(
	db: Kysely<Database>,
	campaignId: number,
	unit: string
): Promise<ReportedDay[]> {
	const days = await db
		.selectFrom('report')
		.select((eb) => [
			'date',
			'revision',
			'receipt',
			'received_at',
			'timely',
			jsonArrayFrom(
				eb
					.selectFrom('report_line')
					.select(['category', 'measure', 'amount'])
					.whereRef('report_line.campaign_id', '=', 'report.campaign_id')
					.whereRef('report_line.unit_code', '=', 'report.unit_code')
					.whereRef('report_line.date', '=', 'report.date')
			).as('lines')
		])
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.orderBy('date')
		.execute();
	return days.map((day) => ({ ...day, received_at: day.received_at.toISOString() }));
}
