import { parse } from 'csv-parse/sync';

/** What a map must know of a unit; `parent` is a commune's district. */
export interface MapUnit {
	code: string;
	parent: string;
	level: 'province' | 'district' | 'commune';
}

/** Reads the columns `level,code,parent_code` of a units file; throws on another level. */
export function readMapUnits(csv: string): MapUnit[] {
	const rows = parse<Record<string, string>>(csv, { columns: true, bom: true, trim: true });
	return rows.map(({ level, code = '', parent_code = '' }) => {
		if (level !== 'province' && level !== 'district' && level !== 'commune')
			throw new Error(`Unit ${code}: unknown level ${JSON.stringify(level)}.`);
		return { code, parent: parent_code, level };
	});
}

/** The units that must be drawn themselves: communes, and districts without any (Cồn Cỏ). */
export function leafUnits(units: readonly MapUnit[]): MapUnit[] {
	const parents = new Set(units.map((unit) => unit.parent));
	return units.filter((unit) => unit.level !== 'province' && !parents.has(unit.code));
}
