import type { Named, UnitLevel } from '#lib/campaign/campaign.ts';
import type { Problems } from './problem.ts';
import { readTable, type Row } from './read-table.ts';

/** A place of a package, in the order of the file. */
export interface PackageUnit extends Named {
	code: string;
	parent: string | null;
	level: UnitLevel;
	type: string;
	/** Communes: by what targets are shared; 1 when they are shared alike. */
	weight: number;
	/** Line of `units.csv`. */
	line: number;
}

export interface UnitsRead {
	units: PackageUnit[];
	/** Every code of the file, also of lines that have faults; null when not all could be read. */
	codes: Set<string> | null;
}

const COLUMNS = ['level', 'code', 'parent_code', 'name_vi', 'name_en', 'type'] as const;
type UnitRow = Row<(typeof COLUMNS)[number] | 'weight'>;

/** Where a unit may stand, by its level. */
const PARENTS: Record<UnitLevel, readonly UnitLevel[]> = {
	province: [],
	district: ['province'],
	commune: ['district', 'province']
};

const isLevel = (text: string): text is UnitLevel => Object.hasOwn(PARENTS, text);

/** Reads and checks `units.csv`: one province, every other unit below it. */
export function readUnits(
	file: string,
	csv: string,
	weighted: boolean,
	problems: Problems
): UnitsRead {
	const columns = weighted ? [...COLUMNS, 'weight' as const] : COLUMNS;
	const { rows, complete } = readTable<keyof UnitRow['cells']>(file, csv, columns, problems);
	for (const { cells } of rows) cells.level = cells.level.toLowerCase();
	const byCode = new Map<string, UnitRow>();
	for (const row of rows) {
		checkCells(file, row, problems);
		const { code } = row.cells;
		const first = byCode.get(code);
		const at = { file, line: row.line, column: 'code' };
		if (first && code) problems.add(at, 'import_code_twice', { code, first: first.line });
		else if (code) byCode.set(code, row);
	}
	const units = [...byCode.values()].map((row) => unitOf(row, weighted));
	if (weighted) checkWeights(file, rows, problems);
	checkTree(file, units, complete, problems);
	return { units, codes: complete ? new Set(byCode.keys()) : null };
}

function unitOf({ line, cells }: UnitRow, weighted: boolean): PackageUnit {
	const { level, code, parent_code, name_vi, name_en, type, weight } = cells;
	return {
		code,
		parent: parent_code || null,
		level: level as UnitLevel,
		...{ name_vi, name_en, type },
		weight: weighted ? Number(weight) : 1,
		line
	};
}

function checkCells(file: string, { line, cells }: UnitRow, problems: Problems): void {
	const { level, code } = cells;
	for (const column of ['level', 'code', 'name_vi', 'name_en', 'type'] as const) {
		const at = { file, line, column };
		if (cells[column] === '') problems.add(at, 'import_cell_empty', {});
		if (cells[column].length > 200) problems.add(at, 'import_text_too_long', { entry: column });
	}
	if (level && !isLevel(level)) {
		problems.add({ file, line, column: 'level' }, 'import_level_unknown', { level });
	}
	if (code && !/^[\w.-]{1,64}$/.test(code)) {
		problems.add({ file, line, column: 'code' }, 'import_code_expected', { code });
	}
}

function checkWeights(file: string, rows: UnitRow[], problems: Problems): void {
	for (const { line, cells } of rows) {
		const { level, weight } = cells;
		if (level !== 'commune' || /^\d{1,9}$/.test(weight)) continue;
		problems.add({ file, line, column: 'weight' }, 'import_weight_expected', { weight });
	}
}

/** What is missing is only said when every line could be read. */
function checkTree(file: string, units: PackageUnit[], complete: boolean, problems: Problems) {
	const byCode = new Map(units.map((unit) => [unit.code, unit]));
	const told = new Set<string>();
	let province: PackageUnit | undefined;
	for (const unit of units) {
		const { line, level, code, parent } = unit;
		const at = { file, line, column: 'parent_code' };
		const above = parent === null ? undefined : byCode.get(parent);
		const loop = told.has(code) ? [code] : loopFrom(unit, byCode);
		if (loop.length > 1) problems.add(at, 'import_parent_loop', { loop: loop.join(' → ') });
		for (const member of loop) told.add(member);
		if (loop.length > 0) continue;
		if (level === 'province') {
			if (parent) problems.add(at, 'import_province_has_parent', {});
			if (province) {
				const params = { first: province.line };
				problems.add({ file, line, column: 'level' }, 'import_province_twice', params);
			}
			province ??= unit;
		} else if (parent === null) problems.add(at, 'import_parent_missing', {});
		else if (!above) {
			if (complete) problems.add(at, 'import_parent_unknown', { parent });
		} else if (isLevel(level) && isLevel(above.level) && !PARENTS[level].includes(above.level)) {
			const word = level === 'commune' ? 'import_commune_parent' : 'import_district_parent';
			problems.add(at, word, { parent: above.name_vi });
		}
	}
	if (!complete) return;
	const at = { file, line: null, column: null };
	if (!units.some(({ level }) => level === 'province')) {
		problems.add(at, 'import_province_missing', {});
	}
	if (!units.some(({ level }) => level === 'commune')) {
		problems.add(at, 'import_commune_missing', {});
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
