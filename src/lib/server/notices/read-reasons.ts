import type { Kysely } from 'kysely';
import type { Fact, FactKind } from '#lib/campaign/facts.ts';
import { rulesFor } from '#lib/campaign/notices/table.ts';
import type { Database } from '../db/schema.ts';

/** The steps in a history that leave a kind of fact. */
const STEPS: Partial<Record<FactKind, readonly string[]>> = {
	'request.waiting': ['wait'],
	'request.released': ['release'],
	'request.release_asked': ['ask_release'],
	'request.taken_over': ['take_over'],
	'request.resolved': ['resolve', 'close_incident'],
	'request.verified': ['verify'],
	'request.reopened': ['reopen'],
	'request.declined': ['decline'],
	'visit.cancelled': ['cancel']
};

/** What was written with these facts, by their numbers, where somebody is to read it; the log has no texts. */
export async function readReasons(
	tx: Kysely<Database>,
	campaignId: number,
	facts: readonly Fact[]
): Promise<Map<number, string>> {
	const reasons = new Map<number, string>();
	for (const fact of facts) {
		if (!rulesFor(fact.kind).some(({ reason }) => reason)) continue;
		const found = await readReason(tx, campaignId, fact);
		if (found?.trim()) reasons.set(fact.seq, found);
	}
	return reasons;
}

async function readReason(
	tx: Kysely<Database>,
	campaignId: number,
	{ kind, at, data }: Fact
): Promise<string | null | undefined> {
	const moment = new Date(at);
	if ('request' in data || 'visit' in data) {
		const [table, { number }] =
			'request' in data
				? (['request_step', data.request] as const)
				: (['visit_step', data.visit] as const);
		const step = await tx
			.selectFrom(table)
			.select('text')
			.where('campaign_id', '=', campaignId)
			.where('number', '=', number)
			.where('step', 'in', STEPS[kind] ?? [])
			.where('at', '=', moment)
			.orderBy('position', 'desc')
			.executeTakeFirst();
		return step?.text;
	}
	if (kind !== 'report.returned' && kind !== 'report.unlocked') return null;
	const table = kind === 'report.returned' ? 'report_review' : 'report_unlock';
	const row = await tx
		.selectFrom(table)
		.select('reason')
		.where('campaign_id', '=', campaignId)
		.where('unit_code', '=', data.unit)
		.where('date', '=', data.date)
		.where('at', '=', moment)
		.executeTakeFirst();
	return row?.reason;
}
