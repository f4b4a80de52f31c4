import { sql, type Kysely } from 'kysely';
import type { Dispute } from '#lib/campaign/reports/disputes.ts';
import type { NamedDispute, Signed } from '#lib/campaign/reports/entry.ts';
import type { ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { DayHistory, ReportRevision } from '#lib/protocol/report-history.ts';
import type { Database } from '../db/schema.ts';
import type { PageAsked } from '../page-asked.ts';

export interface CommuneKey {
	campaignId: number;
	unit: string;
}
export interface DayKey extends CommuneKey {
	date: string;
}

/** What happened to one commune's day, oldest first, a page of its revisions; who may read it is the caller's to check. */
export async function dayHistory(
	db: Kysely<Database>,
	day: DayKey,
	page: PageAsked
): Promise<DayHistory> {
	const reviews = await readReviews(db, day);
	const revisions = await readRevisions(db, day, page);
	return {
		unit: day.unit,
		date: day.date,
		...revisions,
		disputes: await readDisputes(db, day),
		reviews: reviews
			.filter(({ date }) => date === day.date)
			.map(({ date: _date, ...review }) => review),
		unlocks: await readUnlocks(db, day),
		reminders: await readReminders(db, day)
	};
}

async function readRevisions(
	db: Kysely<Database>,
	{ campaignId, unit, date }: DayKey,
	{ before, limit }: PageAsked
): Promise<Pick<DayHistory, 'revisions' | 'earlier' | 'stood'>> {
	const rows = await db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select(['r.revision', 'r.base_revision', 'r.receipt', 'r.received_at', 'r.device_time'])
		.select(['r.lines', 'r.note', 'r.findings', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('r.campaign_id', '=', campaignId)
		.where('r.unit_code', '=', unit)
		.where('r.date', '=', date)
		.where('r.revision', '<', before)
		.orderBy('r.revision', 'desc')
		.limit(limit)
		.execute();
	const revisions = rows
		.reverse()
		.map(({ username, name_vi, name_en, received_at, device_time, ...row }): ReportRevision => ({
			...row,
			received_at: received_at.toISOString(),
			device_time: device_time?.toISOString() ?? null,
			by: { username, name_vi, name_en }
		}));
	const first = revisions[0]?.revision ?? 1;
	const stood = first > 1 ? await readStood(db, { campaignId, unit, date }, first) : [];
	return { revisions, earlier: first > 1, stood };
}

/** A day's fields as they stood before one of its revisions. */
async function readStood(
	db: Kysely<Database>,
	{ campaignId, unit, date }: DayKey,
	before: number
): Promise<ReportLine[]> {
	const { rows } = await sql<ReportLine>`
		select distinct on (category, measure) line->>'category' as category,
			line->>'measure' as measure, (line->>'amount')::int as amount
		from report_revision, jsonb_array_elements(lines) as line
		where campaign_id = ${campaignId} and unit_code = ${unit} and date = ${date}
			and revision < ${before}
		order by category, measure, revision desc
	`.execute(db);
	return rows;
}

/** What waits to be settled of a day, with who typed what. */
async function readDisputes(db: Kysely<Database>, day: DayKey): Promise<NamedDispute[]> {
	const report = await db
		.selectFrom('report')
		.select('disputes')
		.where('campaign_id', '=', day.campaignId)
		.where('unit_code', '=', day.unit)
		.where('date', '=', day.date)
		.executeTakeFirst();
	const disputes = report?.disputes ?? [];
	const senders = await readSenders(db, day, [{ date: day.date, disputes }]);
	return disputes.map((dispute) => nameDispute(dispute, day.date, senders));
}

/** A dispute with who typed each of its numbers. */
export function nameDispute(
	dispute: Dispute,
	date: string,
	senders: readonly Sender[]
): NamedDispute {
	const typed = dispute.typed.flatMap((number) => {
		const sender = senders.find((r) => r.date === date && r.revision === number.revision);
		return sender ? [{ ...number, by: sender.by, at: sender.at }] : [];
	});
	return { ...dispute, typed };
}

/** A commune's verdicts of all days, oldest first. */
export async function readReviews(db: Kysely<Database>, { campaignId, unit }: CommuneKey) {
	const rows = await db
		.selectFrom('report_review as v')
		.innerJoin('account as a', 'a.id', 'v.account_id')
		.select(['v.date', 'v.revision', 'v.verdict', 'v.reason', 'v.at', 'v.seen_at'])
		.select(['a.username', 'a.name_vi', 'a.name_en'])
		.where('v.campaign_id', '=', campaignId)
		.where('v.unit_code', '=', unit)
		.orderBy('v.at')
		.execute();
	return rows.map(({ username, name_vi, name_en, at, seen_at, ...row }) => ({
		...row,
		at: at.toISOString(),
		seen_at: seen_at?.toISOString() ?? null,
		by: { username, name_vi, name_en }
	}));
}

/** Who sent a revision, and when it came (campaign time, ISO). */
interface Sender {
	date: string;
	revision: number;
	at: string;
	by: Signed;
}

/** Who sent the revisions that the disputes of some days name. */
export async function readSenders(
	db: Kysely<Database>,
	{ campaignId, unit }: CommuneKey,
	days: readonly { date: string; disputes: readonly Dispute[] }[]
): Promise<Sender[]> {
	const named = days.flatMap(({ date, disputes }) =>
		disputes.flatMap(({ typed }) => typed.map(({ revision }) => ({ date, revision })))
	);
	if (named.length === 0) return [];
	const rows = await db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select(['r.date', 'r.revision', 'r.received_at', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('r.campaign_id', '=', campaignId)
		.where('r.unit_code', '=', unit)
		.where(
			sql<boolean>`(r.date, r.revision) in (select date::date, revision
				from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as named (date text, revision integer))`
		)
		.execute();
	return rows.map(({ date, revision, received_at, username, name_vi, name_en }) => ({
		...{ date, revision, at: received_at.toISOString() },
		by: { username, name_vi, name_en }
	}));
}

async function readUnlocks(db: Kysely<Database>, { campaignId, unit, date }: DayKey) {
	const rows = await db
		.selectFrom('report_unlock as u')
		.innerJoin('account as a', 'a.id', 'u.account_id')
		.select(['u.at', 'u.until', 'u.reason', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('u.campaign_id', '=', campaignId)
		.where('u.unit_code', '=', unit)
		.where('u.date', '=', date)
		.orderBy('u.at')
		.execute();
	return rows.map(({ at, until, reason, ...by }) => ({
		...{ at: at.toISOString(), until: until.toISOString(), reason },
		by
	}));
}

async function readReminders(db: Kysely<Database>, { campaignId, unit, date }: DayKey) {
	const rows = await db
		.selectFrom('report_reminder as m')
		.innerJoin('account as a', 'a.id', 'm.account_id')
		.select(['m.at', 'm.seen_at', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('m.campaign_id', '=', campaignId)
		.where('m.unit_code', '=', unit)
		.where('m.date', '=', date)
		.orderBy('m.at')
		.execute();
	return rows.map(({ at, seen_at, ...by }) => ({
		...{ at: at.toISOString(), seen_at: seen_at?.toISOString() ?? null },
		by
	}));
}
