import { sql, type Kysely, type Transaction } from 'kysely';
import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import type { Amounts, Campaign, Named } from '#lib/campaign/campaign.ts';
import type { Database } from '../db/schema.ts';
import { headMark } from '../log/read.ts';
import { readGroups } from '../visits/read-groups.ts';
import { readIncidents, readRequests } from '../requests/read-requests.ts';
import { readVisits } from '../visits/read-visits.ts';

/** What lists of campaigns show. */
export interface CampaignEntry extends Named {
	id: number;
	slug: string;
	starts_on: string;
	ends_on: string;
	simulated: boolean;
}

/** Every campaign of the database, the one that began last first. */
export function loadCampaigns(db: Kysely<Database>): Promise<CampaignEntry[]> {
	return db
		.selectFrom('campaign')
		.select(['id', 'slug', 'name_vi', 'name_en', 'starts_on', 'ends_on', 'simulated'])
		.orderBy('starts_on', 'desc')
		.orderBy('slug')
		.execute();
}

/**
 * The board as the tables have it. One snapshot of the database, so that its `seq` is exactly the
 * last fact it contains. Throws when there is no such campaign.
 */
export function loadBoard(db: Kysely<Database>, campaignId: number): Promise<CampaignBoard> {
	return db
		.transaction()
		.setIsolationLevel('repeatable read')
		.setAccessMode('read only')
		.execute(async (tx) => {
			const { seq, mark, campaign } = await loadCampaign(tx, campaignId);
			const units = await loadUnits(tx, campaignId);
			await fillTargets(tx, campaignId, units);
			await fillDays(tx, campaignId, units);
			await fillUnlocks(tx, campaignId, units);
			await fillReminders(tx, campaignId, units);
			const groups = await readGroups(tx, campaignId);
			const visits = await readVisits(tx, campaignId);
			const requests = await readRequests(tx, campaignId);
			const incidents = await readIncidents(tx, campaignId);
			return {
				...{ view: 'staff', seq, mark, campaign, units },
				groups: new Map(groups.map((group) => [group.code, group])),
				visits: byNumber(visits),
				requests: byNumber(requests),
				incidents: byNumber(incidents)
			};
		});
}

function byNumber<Numbered extends { number: number }>(all: Numbered[]): Map<number, Numbered> {
	return new Map(all.map((one) => [one.number, one]));
}

async function loadCampaign(
	tx: Transaction<Database>,
	campaignId: number
): Promise<{ seq: number; mark: string; campaign: Campaign }> {
	const row = await tx
		.selectFrom('campaign')
		.selectAll()
		.select(headMark)
		.where('id', '=', campaignId)
		.executeTakeFirstOrThrow(() => new Error(`campaign ${campaignId} does not exist`));
	const { slug, name_vi, name_en, starts_on, ends_on, time_zone, lock_after_days } = row;
	const measures = await tx
		.selectFrom('measure')
		.select(['key', 'name_vi', 'name_en', 'is_primary as primary'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	const categories = await tx
		.selectFrom('category')
		.select(['key', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	const campaign = {
		...{ slug, name_vi, name_en, starts_on, ends_on, time_zone, lock_after_days },
		setup: row.setup_version,
		timely_by: row.timely_by.slice(0, 5), // PostgreSQL writes '17:30:00'
		quiet_hours: { from: row.quiet_from.slice(0, 5), to: row.quiet_to.slice(0, 5) },
		simulated: row.simulated,
		clock: row.clock,
		measures,
		categories
	};
	return { seq: row.head_seq, mark: row.mark, campaign };
}

async function loadUnits(tx: Transaction<Database>, campaignId: number) {
	const rows = await tx
		.selectFrom('unit')
		.select(['code', 'parent_code as parent', 'level', 'type', 'name_vi', 'name_en'])
		.where('campaign_id', '=', campaignId)
		.orderBy('position')
		.execute();
	return new Map<string, BoardUnit>(
		rows.map((row) => [row.code, { ...row, targets: {}, days: {}, unlocks: {}, reminded: null }])
	);
}

/** Of several targets for one measure the one that counts: declared, else plan, else allocated. */
async function fillTargets(
	tx: Transaction<Database>,
	campaignId: number,
	units: Map<string, BoardUnit>
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

async function fillDays(
	tx: Transaction<Database>,
	campaignId: number,
	units: Map<string, BoardUnit>
): Promise<void> {
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
async function seenReturns(tx: Transaction<Database>, campaignId: number): Promise<Set<string>> {
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

async function fillUnlocks(
	tx: Transaction<Database>,
	campaignId: number,
	units: Map<string, BoardUnit>
): Promise<void> {
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

async function fillReminders(
	tx: Transaction<Database>,
	campaignId: number,
	units: Map<string, BoardUnit>
): Promise<void> {
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
