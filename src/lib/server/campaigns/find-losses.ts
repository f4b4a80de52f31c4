import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import { keysInUse, unitsInUse } from './in-use.ts';
import type { CampaignPackage } from './package.ts';
import { Problems, type ImportProblem } from './problem.ts';

/**
 * What a package would take away from a campaign that has begun. Reports, figures, declared targets, requests,
 * visits and people keep what they belong to.
 */
export async function findLosses(
	tx: Transaction<Database>,
	campaignId: number,
	pkg: CampaignPackage
): Promise<ImportProblem[]> {
	const problems = new Problems();
	await unitLosses(tx, campaignId, pkg, problems);
	await keyLosses(tx, campaignId, pkg, problems);
	await dayLosses(tx, campaignId, pkg, problems);
	return problems.list;
}

async function unitLosses(
	tx: Transaction<Database>,
	campaignId: number,
	{ units }: CampaignPackage,
	problems: Problems
): Promise<void> {
	const given = new Map(units.map((unit) => [unit.code, unit]));
	for (const { code, name_vi, level, uses } of await unitsInUse(tx, campaignId)) {
		const kept = given.get(code);
		const at = { file: 'units.csv', line: kept?.line ?? null, column: kept ? 'level' : null };
		const params = { unit: code, name: name_vi };
		for (const { word, anyLevel, what } of uses) {
			if (kept && (anyLevel || kept.level === level)) continue;
			problems.add(at, word, { ...params, what });
		}
	}
}

const KEY_WORDS = {
	measures: 'import_measure_reported',
	categories: 'import_category_reported',
	request_kinds: 'import_kind_requested'
} as const;

async function keyLosses(
	tx: Transaction<Database>,
	campaignId: number,
	{ campaign }: CampaignPackage,
	problems: Problems
): Promise<void> {
	for (const { list, key } of await keysInUse(tx, campaignId)) {
		if (campaign[list].some((kept) => kept.key === key)) continue;
		const at = { file: 'campaign.json', line: null, column: list };
		problems.add(at, KEY_WORDS[list], { key });
	}
}

interface DayInUse {
	word:
		'import_day_reported' | 'import_day_visited' | 'import_day_unlocked' | 'import_day_reminded';
	unit: string;
	name: string;
	from: string;
	to: string;
	who: string;
}

/** Days that the campaign would lose: what was done, planned or opened on them would be seen nowhere. */
async function dayLosses(
	tx: Transaction<Database>,
	campaignId: number,
	{ campaign: { starts_on, ends_on } }: CampaignPackage,
	problems: Problems
): Promise<void> {
	const { rows } = await sql<DayInUse>`
		with used as (
			select 'import_day_reported' as word, unit_code, min(date) as "from", max(date) as "to", '' as who
				from report where campaign_id = ${campaignId} and not date between ${starts_on} and ${ends_on}
				group by unit_code
			union all
			select 'import_day_visited', unit_code, from_date, to_date, group_code
				from visit where campaign_id = ${campaignId} and state <> 'cancelled'
					and (from_date < ${starts_on} or to_date > ${ends_on})
			union all
			select 'import_day_visited', change_unit, change_from, change_to, change_group
				from visit where campaign_id = ${campaignId} and state <> 'cancelled'
					and (change_from < ${starts_on} or change_to > ${ends_on})
			union all
			select 'import_day_unlocked', unit_code, min(date), max(date), ''
				from report_unlock where campaign_id = ${campaignId}
					and not date between ${starts_on} and ${ends_on} group by unit_code
			union all
			select 'import_day_reminded', unit_code, min(date), max(date), ''
				from report_reminder where campaign_id = ${campaignId}
					and not date between ${starts_on} and ${ends_on} group by unit_code
		)
		select word, unit_code as unit, name_vi as name, "from", "to", who
		from used join unit on campaign_id = ${campaignId} and code = unit_code
		order by position, word, "from"
	`.execute(tx);
	for (const { word, from, to, ...params } of rows) {
		const column = from < starts_on ? 'starts_on' : 'ends_on';
		const days = from === to ? from : `${from}–${to}`;
		problems.add({ file: 'campaign.json', line: null, column }, word, { ...params, days });
	}
}
