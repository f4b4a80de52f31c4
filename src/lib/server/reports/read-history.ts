import type { Kysely } from 'kysely';
import type { Signed } from '#lib/campaign/entry.ts';
import type { DayHistory, ReportRevision } from '#lib/protocol/report-history.ts';
import type { Database } from '../db/schema.ts';

export interface CommuneKey {
	campaignId: number;
	unit: string;
}
export interface DayKey extends CommuneKey {
	date: string;
}

/** Everything that happened to one commune's day, oldest first; who may read it is the caller's to check. */
export async function dayHistory(db: Kysely<Database>, day: DayKey): Promise<DayHistory> {
	const reviews = await readReviews(db, day);
	return {
		unit: day.unit,
		date: day.date,
		revisions: await readRevisions(db, day),
		reviews: reviews
			.filter(({ date }) => date === day.date)
			.map(({ date: _date, ...review }) => review),
		unlocks: await readUnlocks(db, day),
		reminders: await readReminders(db, day)
	};
}

async function readRevisions(
	db: Kysely<Database>,
	{ campaignId, unit, date }: DayKey
): Promise<ReportRevision[]> {
	const rows = await db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select(['r.revision', 'r.base_revision', 'r.receipt', 'r.received_at', 'r.device_time'])
		.select(['r.lines', 'r.note', 'r.findings', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('r.campaign_id', '=', campaignId)
		.where('r.unit_code', '=', unit)
		.where('r.date', '=', date)
		.orderBy('r.revision')
		.execute();
	return rows.map(({ username, name_vi, name_en, received_at, device_time, ...row }) => ({
		...row,
		received_at: received_at.toISOString(),
		device_time: device_time?.toISOString() ?? null,
		by: { username, name_vi, name_en }
	}));
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

/** Who sent each revision of a commune's days, and when it came (campaign time, ISO). */
export async function readSenders(
	db: Kysely<Database>,
	{ campaignId, unit }: CommuneKey
): Promise<{ date: string; revision: number; at: string; by: Signed }[]> {
	const rows = await db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select(['r.date', 'r.revision', 'r.received_at', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('r.campaign_id', '=', campaignId)
		.where('r.unit_code', '=', unit)
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
