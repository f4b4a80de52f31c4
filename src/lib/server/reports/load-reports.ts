import { sql, type Transaction } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';

type Tx = Transaction<Database>;

/** Reads what every commune reported, which days were opened again, and who was reminded. */
export async function loadReports(tx: Tx, campaignId: number, board: CampaignBoard): Promise<void> {
	await loadDays(tx, campaignId, board);
	await loadUnlocks(tx, campaignId, board);
	await loadReminders(tx, campaignId, board);
}

async function loadDays(tx: Tx, campaignId: number, { units }: CampaignBoard): Promise<void> {
	const reports = await tx
		.selectFrom('report')
		.select(['unit_code', 'date', 'revision', 'receipt', 'received_at', 'timely', 'state', 'flags'])
		.select(sql<number>`jsonb_array_length(disputes)`.as('disputed'))
		.where('campaign_id', '=', campaignId)
		.execute();
	const seen = await seenReturns(tx, campaignId);
	for (const { unit_code, date, received_at, disputed, flags, ...report } of reports) {
		const unit = units.get(unit_code);
		const day = {
			...report,
			at: received_at.toISOString(),
			amounts: {} as Amounts,
			...(disputed > 0 ? { disputed } : {}),
			...(flags.length > 0 ? { flags } : {}),
			...(report.state === 'returned' && seen.has(`${unit_code} ${date} ${report.revision}`)
				? { return_seen: true }
				: {})
		};
		if (unit) unit.days[date] = day;
	}
	const sums = await tx
		.selectFrom('report_line')
		.select(['unit_code', 'date', 'measure', (eb) => eb.fn.sum<number>('amount').as('amount')])
		.where('campaign_id', '=', campaignId)
		.groupBy(['unit_code', 'date', 'measure'])
		.execute();
	for (const { unit_code, date, measure, amount } of sums) {
		const day = units.get(unit_code)?.days[date];
		if (day) day.amounts[measure] = amount;
	}
}

/** Returned revisions, as 'unit date revision', whose reason was shown on the focal point's device. */
async function seenReturns(tx: Tx, campaignId: number): Promise<Set<string>> {
	const rows = await tx
		.selectFrom('report_review')
		.select(['unit_code', 'date', 'revision'])
		.where('campaign_id', '=', campaignId)
		.where('verdict', '=', 'returned')
		.groupBy(['unit_code', 'date', 'revision'])
		.having(sql<boolean>`bool_and(seen_at is not null)`)
		.execute();
	return new Set(rows.map(({ unit_code, date, revision }) => `${unit_code} ${date} ${revision}`));
}

async function loadUnlocks(tx: Tx, campaignId: number, { units }: CampaignBoard): Promise<void> {
	const rows = await tx
		.selectFrom('report_unlock')
		.select(['unit_code', 'date', (eb) => eb.fn.max('until').as('until')])
		.where('campaign_id', '=', campaignId)
		.groupBy(['unit_code', 'date'])
		.execute();
	for (const { unit_code, date, until } of rows) {
		const unit = units.get(unit_code);
		if (unit) unit.unlocks[date] = until.toISOString();
	}
}

async function loadReminders(tx: Tx, campaignId: number, { units }: CampaignBoard): Promise<void> {
	const rows = await tx
		.selectFrom('report_reminder')
		.distinctOn('unit_code')
		.select(['unit_code', 'at', 'date', 'seen_at'])
		.where('campaign_id', '=', campaignId)
		.orderBy('unit_code')
		.orderBy('at', 'desc')
		.execute();
	for (const { unit_code, at, date, seen_at } of rows) {
		const unit = units.get(unit_code);
		if (unit) unit.reminded = { at: at.toISOString(), date, seen: seen_at !== null };
	}
}
