import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { ReportedDay } from '#lib/campaign/reports/entry.ts';
import type { Database } from '../db/schema.ts';
import { nameDispute, readReviews, readSenders, type CommuneKey } from './read-history.ts';

/** Every day a commune has reported, as it stands now, in order of date, with what waits to be settled. */
export async function communeDays(
	db: Kysely<Database>,
	campaignId: number,
	unit: string
): Promise<ReportedDay[]> {
	const commune = { campaignId, unit };
	const days = await readDays(db, commune);
	const returned = days.some(({ state }) => state === 'returned')
		? await readReviews(db, commune)
		: [];
	const senders = await readSenders(db, commune, days);
	return days.map(({ disputes, received_at, ...day }) => {
		const verdict = returned.findLast(
			(review) => review.date === day.date && review.revision === day.revision
		);
		const { reason, at, by } = verdict ?? {};
		return {
			...day,
			received_at: received_at.toISOString(),
			...(day.state === 'returned' && reason && at && by ? { returned: { reason, at, by } } : {}),
			...(disputes.length > 0
				? { disputes: disputes.map((one) => nameDispute(one, day.date, senders)) }
				: {})
		};
	});
}

function readDays(db: Kysely<Database>, { campaignId, unit }: CommuneKey) {
	return db
		.selectFrom('report')
		.select(['date', 'revision', 'receipt', 'received_at', 'timely', 'state', 'disputes'])
		.select((eb) =>
			jsonArrayFrom(
				eb
					.selectFrom('report_line as l')
					.select(['l.category', 'l.measure', 'l.amount'])
					.whereRef('l.campaign_id', '=', 'report.campaign_id')
					.whereRef('l.unit_code', '=', 'report.unit_code')
					.whereRef('l.date', '=', 'report.date')
			).as('lines')
		)
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', unit)
		.orderBy('date')
		.execute();
}
