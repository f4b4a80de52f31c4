import type { Named } from '#lib/campaign/campaign.ts';
import { USUAL_LEVELS, type Level } from '#lib/campaign/campaigns/levels.ts';
import type { Problems } from './problem.ts';
import { readTable, type Row } from './read-table.ts';

/** A place of a package, in the order of the file. */
export interface PackageUnit extends Named {
	code: string;
	parent: string | null;
	/** Key of its level. */
	level: string;
	/** Whether it reports: it is of the last level. */
	leaf: boolean;
	type: string;
	/** Leaves: by what targets are shared; 1 when they are shared alike. */
	weight: number;
	/** Line of `units.csv`. */
	line: number;
}

export interface UnitsRead {
	units: PackageUnit[];
	/** Levels that units have, from the top. */
	levels: Level[];
	/** Every code of the file, also of lines that have faults; null when not all could be read. */
	codes: Set<string> | null;
}

interface Expected {
	/** Whether there is a column `weight`. */
	weighted: boolean;
	/** As `campaign.json` names them; null: the usual ones. */
	levels: Level[] | null;
}

const COLUMNS = ['level', 'code', 'parent_code', 'name_vi', 'name_en', 'type'] as const;
type UnitRow = Row<(typeof COLUMNS)[number] | 'weight'>;

/** Reads and checks `units.csv`: one unit at the top, every other below one of a higher level. */
export function readUnits(
	file: string,
	csv: string,
	{ weighted, levels: named }: Expected,
	problems: Problems
): UnitsRead {
	const columns = weighted ? [...COLUMNS, 'weight' as const] : COLUMNS;
	const { rows, complete } = readTable<keyof UnitRow['cells']>(file, csv, columns, problems);
	for (const { cells } of rows) cells.level = cells.level.toLowerCase();
	const known = (named ?? USUAL_LEVELS).map(({ key }) => key);
	const leaf = known.at(-1) ?? '';
	const byCode = new Map<string, UnitRow>();
	for (const row of rows) {
		checkCells(file, row, known, problems);
		if (weighted && row.cells.level === leaf) checkWeight(file, row, problems);
		const { code } = row.cells;
		const first = byCode.get(code);
		const at = { file, line: row.line, column: 'code' };
		if (first && code) problems.add(at, 'import_code_twice', { code, first: first.line });
		else if (code) byCode.set(code, row);
	}
	const units = [...byCode.values()].map((row) => unitOf(row, leaf, weighted));
	checkTree(file, units, { levels: known, complete }, problems);
	const used = new Set(units.map(({ level }) => level));
	return {
		units,
		levels: (named ?? USUAL_LEVELS).filter(({ key }) => used.has(key)),
		codes: complete ? new Set(byCode.keys()) : null
	};
}

function unitOf({ line, cells }: UnitRow, leaf: string, weighted: boolean): PackageUnit {
	const { level, code, parent_code, name_vi, name_en, type, weight } = cells;
	return {
		code,
		parent: parent_code || null,
		level,
		leaf: level === leaf,
		...{ name_vi, name_en, type },
		weight: weighted ? Number(weight) : 1,
		line
	};
}

function checkCells(
	file: string,
	{ line, cells }: UnitRow,
	known: string[],
	problems: Problems
): void {
	const { level, code } = cells;
	for (const column of ['level', 'code', 'name_vi', 'name_en', 'type'] as const) {
		const at = { file, line, column };
		if (cells[column] === '') problems.add(at, 'import_cell_empty', {});
		if (cells[column].length > 200) problems.add(at, 'import_text_too_long', { entry: column });
	}
	if (level && !known.includes(level)) {
		const params = { level, known: known.join(', ') };
		problems.add({ file, line, column: 'level' }, 'import_level_unknown', params);
	}
	if (code && !/^[\w.-]{1,64}$/.test(code)) {
		problems.add({ file, line, column: 'code' }, 'import_code_expected', { code });
	}
}

function checkWeight(file: string, { line, cells: { weight } }: UnitRow, problems: Problems): void {
	if (/^\d{1,9}$/.test(weight)) return;
	problems.add({ file, line, column: 'weight' }, 'import_weight_expected', { weight });
}

interface TreeRules {
	/** Keys, from the top. */
	levels: string[];
	/** What is missing is only said when every line could be read. */
	complete: boolean;
}

function checkTree(
	file: string,
	units: PackageUnit[],
	{ levels, complete }: TreeRules,
	problems: Problems
): void {
	const byCode = new Map(units.map((unit) => [unit.code, unit]));
	const said = new Set<string>();
	const [top = ''] = levels;
	let first: PackageUnit | undefined;
	for (const unit of units) {
		const { line, level, code, parent } = unit;
		const at = { file, line, column: 'parent_code' };
		const above = parent === null ? undefined : byCode.get(parent);
		const loop = said.has(code) ? [code] : loopFrom(unit, byCode);
		if (loop.length > 1) problems.add(at, 'import_parent_loop', { loop: loop.join(' → ') });
		for (const member of loop) said.add(member);
		if (loop.length > 0) continue;
		if (level === top) {
			if (parent) problems.add(at, 'import_top_has_parent', { level });
			if (first) {
				const params = { level, first: first.line };
				problems.add({ file, line, column: 'level' }, 'import_top_twice', params);
			}
			first ??= unit;
		} else if (parent === null) problems.add(at, 'import_parent_missing', {});
		else if (!above) {
			if (complete) problems.add(at, 'import_parent_unknown', { parent });
		} else if (levels.includes(level) && levels.indexOf(above.level) >= levels.indexOf(level)) {
			problems.add(at, 'import_parent_level', { level, parent: above.name_vi, above: above.level });
		}
	}
	if (!complete) return;
	const at = { file, line: null, column: null };
	if (!first) problems.add(at, 'import_top_missing', { level: top });
	if (!units.some(({ leaf }) => leaf)) {
		problems.add(at, 'import_leaf_missing', { level: levels.at(-1) ?? '' });
	}
}

/** The codes from a unit up its parents and back to itself; empty when they end at a top. */
function loopFrom(unit: PackageUnit, byCode: Map<string, PackageUnit>): string[] {
	const path = [unit.code];
	let above = unit.parent === null ? undefined : byCode.get(unit.parent);
	while (above && !path.includes(above.code)) {
		path.push(above.code);
		above = above.parent === null ? undefined : byCode.get(above.parent);
	}
	return above === unit ? [...path, unit.code] : [];
}
