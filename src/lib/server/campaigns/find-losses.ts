import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { CampaignPackage } from './package.ts';
import { Problems, type ImportProblem } from './problem.ts';

/**
 * What a package would take away from a campaign that has begun. Reports, figures, declared targets
 * and people keep what they belong to.
 */
export async function findLosses(
	tx: Transaction<Database>,
	campaignId: number,
	pkg: CampaignPackage
): Promise<ImportProblem[]> {
	const problems = new Problems();
	await unitLosses(tx, campaignId, pkg, problems);
	await keyLosses(tx, campaignId, pkg, problems);
	const { starts_on, ends_on } = pkg.campaign;
	const reported = await tx
		.selectFrom('report')
		.select((eb) => [eb.fn.min('date').as('from'), eb.fn.max('date').as('to')])
		.where('campaign_id', '=', campaignId)
		.executeTakeFirstOrThrow();
	const { from, to } = reported as { from: string | null; to: string | null };
	if (from !== null && to !== null && (from < starts_on || to > ends_on)) {
		const at = {
			file: 'campaign.json',
			line: null,
			column: from < starts_on ? 'starts_on' : 'ends_on'
		};
		problems.add(at, 'import_days_reported', { from, to });
	}
	return problems.list;
}

async function unitLosses(
	tx: Transaction<Database>,
	campaignId: number,
	{ units }: CampaignPackage,
	problems: Problems
): Promise<void> {
	const given = new Map(units.map((unit) => [unit.code, unit]));
	const { rows } = await sql<UnitInUse>`
		select code, name_vi,
			exists (select from report where campaign_id = unit.campaign_id and unit_code = code) as reported,
			exists (select from target where campaign_id = unit.campaign_id and unit_code = code
				and origin = 'declared') as declared,
			exists (select from role_grant where campaign_id = unit.campaign_id and unit_code = code)
				as peopled
		from unit where campaign_id = ${campaignId} order by position
	`.execute(tx);
	for (const { code, name_vi, reported, declared, peopled } of rows) {
		const kept = given.get(code);
		const at = { file: 'units.csv', line: kept?.line ?? null, column: kept ? 'level' : null };
		const params = { unit: code, name: name_vi };
		// Only communes report.
		if (reported && kept?.level !== 'commune') problems.add(at, 'import_unit_reported', params);
		if (kept) continue;
		if (declared) problems.add(at, 'import_unit_declared', params);
		if (peopled) problems.add(at, 'import_unit_peopled', params);
	}
}

interface UnitInUse {
	code: string;
	name_vi: string;
	reported: boolean;
	declared: boolean;
	peopled: boolean;
}

async function keyLosses(
	tx: Transaction<Database>,
	campaignId: number,
	{ campaign }: CampaignPackage,
	problems: Problems
): Promise<void> {
	const { rows } = await sql<{ list: 'measures' | 'categories'; key: string }>`
		select 'measures' as list, key from measure where campaign_id = ${campaignId} and (
			exists (select from report_line where campaign_id = ${campaignId} and measure = measure.key)
			or exists (select from target where campaign_id = ${campaignId} and measure = measure.key
				and origin = 'declared'))
		union all
		select 'categories', key from category where campaign_id = ${campaignId} and
			exists (select from report_line where campaign_id = ${campaignId} and category = category.key)
	`.execute(tx);
	for (const { list, key } of rows) {
		if (campaign[list].some((kept) => kept.key === key)) continue;
		const at = { file: 'campaign.json', line: null, column: list };
		const word = list === 'measures' ? 'import_measure_reported' : 'import_category_reported';
		problems.add(at, word, { key });
	}
}
