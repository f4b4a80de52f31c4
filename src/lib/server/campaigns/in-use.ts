import { sql, type Transaction } from 'kysely';
import type { Database } from '../db/schema.ts';

/** What is listed of one use at most; more are counted. */
const MOST = 5;

/** What hangs on a unit, by the column that points to it. */
interface UnitUse {
	word:
		| 'import_unit_reported'
		| 'import_unit_unlocked'
		| 'import_unit_reminded'
		| 'import_unit_declared'
		| 'import_unit_peopled'
		| 'import_unit_requested'
		| 'import_unit_visited'
		| 'import_unit_based';
	/** Rows of the unit `unit`, with `what` to show of each. */
	rows: string;
	/** Whether it would make sense at a unit of another level. */
	anyLevel?: true;
}

const OF_UNIT = 'campaign_id = unit.campaign_id and unit_code = unit.code';
const days = (table: string) => `select date::text as what from ${table} where ${OF_UNIT}`;

/**
 * Everything that points to a unit. A string names the entry by which the same rows are found, or says why there
 * is nothing to lose.
 */
export const UNIT_USES: Record<string, UnitUse | string> = {
	'report.unit_code': { word: 'import_unit_reported', rows: days('report') },
	'report_revision.unit_code': 'report.unit_code',
	'report_unlock.unit_code': { word: 'import_unit_unlocked', rows: days('report_unlock') },
	'report_reminder.unit_code': { word: 'import_unit_reminded', rows: days('report_reminder') },
	'target.unit_code': {
		word: 'import_unit_declared',
		rows: `select measure as what from target where ${OF_UNIT} and origin = 'declared'`
	},
	'role_grant.unit_code': {
		word: 'import_unit_peopled',
		rows: `select username as what from role_grant join account on account.id = account_id where ${OF_UNIT}`
	},
	'support_request.unit_code': {
		word: 'import_unit_requested',
		rows: `select concat('#', number) as what from support_request where ${OF_UNIT}`
	},
	'visit.unit_code': {
		word: 'import_unit_visited',
		rows: `select concat(group_code, ' ', from_date, '–', to_date) as what from visit where ${OF_UNIT}`
	},
	'visit.change_unit': {
		word: 'import_unit_visited',
		rows: `select concat(change_group, ' ', change_from, '–', change_to) as what from visit
			where campaign_id = unit.campaign_id and change_unit = unit.code`
	},
	'working_group.base_code': {
		word: 'import_unit_based',
		rows: `select code as what from working_group
			where campaign_id = unit.campaign_id and base_code = unit.code`,
		anyLevel: true
	},
	'unit.parent_code': 'a package in which a unit stands below none is refused when it is read'
};

/** Everything that points to a measure or a category: figures, and targets that communes declared. */
export const KEY_USES = {
	'report_line.measure':
		'from report_line where campaign_id = key.campaign_id and measure = key.key',
	'target.measure':
		"from target where campaign_id = key.campaign_id and measure = key.key and origin = 'declared'",
	'report_line.category':
		'from report_line where campaign_id = key.campaign_id and category = key.key'
} as const;

export interface UnitInUse {
	code: string;
	name_vi: string;
	level: string;
	uses: { word: UnitUse['word']; anyLevel: boolean; what: string }[];
}

/** The campaign's units, with what people have put there. */
export async function unitsInUse(
	tx: Transaction<Database>,
	campaignId: number
): Promise<UnitInUse[]> {
	const uses = Object.values(UNIT_USES).filter((use) => typeof use !== 'string');
	const lists = uses.map(
		({ rows }) => sql`array(select what from (${sql.raw(rows)}) as used order by what)`
	);
	const { rows } = await sql<{ code: string; name_vi: string; level: string; found: string }>`
		select code, name_vi, level, json_build_array(${sql.join(lists.map((list) => sql`to_json(${list})`))}) as found
		from unit where campaign_id = ${campaignId} order by position
	`.execute(tx);
	return rows.map(({ found, ...unit }) => ({
		...unit,
		uses: (found as unknown as string[][]).flatMap((what, i) => {
			const use = uses[i];
			if (!use || what.length === 0) return [];
			return { word: use.word, anyLevel: use.anyLevel ?? false, what: listed(what) };
		})
	}));
}

/** Measures and categories that have figures, and kinds of request that help was asked for. */
export async function keysInUse(
	tx: Transaction<Database>,
	campaignId: number
): Promise<{ list: 'measures' | 'categories' | 'request_kinds'; key: string }[]> {
	const { 'report_line.category': categories, ...measures } = KEY_USES;
	const exists = (uses: string[]) =>
		sql.raw(uses.map((from) => `exists (select ${from})`).join(' or '));
	const { rows } = await sql<{ list: 'measures' | 'categories' | 'request_kinds'; key: string }>`
		select 'measures' as list, key from measure as key
			where campaign_id = ${campaignId} and (${exists(Object.values(measures))})
		union all
		select 'categories', key from category as key
			where campaign_id = ${campaignId} and (${exists([categories])})
		union
		select 'request_kinds', kind from support_request where campaign_id = ${campaignId}
		union
		select 'request_kinds', kind from incident where campaign_id = ${campaignId}
	`.execute(tx);
	return rows;
}

/** A list for a sentence: the first of them, and how many more there are. */
function listed(what: readonly string[]): string {
	const more = what.length - MOST;
	return what.slice(0, MOST).join(', ') + (more > 0 ? ` … (+${more})` : '');
}
