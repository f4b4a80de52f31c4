import { parse } from 'csv-parse/sync';
import { USUAL_LEVELS } from '#lib/campaign/campaigns/levels.ts';
import { isLeaf, levelNumber } from '#lib/campaign/places/tree.ts';

/** What a map must know of a unit. */
export interface MapUnit {
	code: string;
	/** Null at the top, which is not drawn itself. */
	parent: string | null;
	/** Whether it reports. */
	leaf: boolean;
}

/** Reads the columns `level,code,parent_code` of a units file with the usual levels; throws on another one. */
export function readMapUnits(csv: string): MapUnit[] {
	const rows = parse<Record<string, string>>(csv, { columns: true, bom: true, trim: true });
	const usual = { levels: USUAL_LEVELS };
	return rows.map(({ level = '', code = '', parent_code = '' }) => {
		if (levelNumber(usual, level) < 0)
			throw new Error(`Unit ${code}: unknown level ${JSON.stringify(level)}.`);
		return { code, parent: parent_code || null, leaf: isLeaf(usual, { level }) };
	});
}

/** The units that must be drawn themselves: leaves, and areas without any (Cồn Cỏ). */
export function bottomUnits(units: readonly MapUnit[]): MapUnit[] {
	const parents = new Set(units.map((unit) => unit.parent));
	return units.filter(({ code, parent }) => parent !== null && !parents.has(code));
}

/** The areas of a map: the units right above leaves, and those with nothing below them. */
export function areaUnits(units: readonly MapUnit[]): MapUnit[] {
	const above = new Set(units.filter(({ leaf }) => !leaf).map(({ parent }) => parent));
	return units.filter(({ code, parent, leaf }) => parent !== null && !leaf && !above.has(code));
}
