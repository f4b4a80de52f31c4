import type { Boundaries, BoundaryProblem } from '#lib/protocol/boundaries.ts';
import type { MapUnit } from '../boundaries/map-units.ts';
import { readBoundaries } from '../boundaries/official.ts';
import type { Problems } from './problem.ts';
import type { PackageUnit } from './read-units.ts';

const SHOWN = 10;

/** Reads and checks the boundary files of a package, whose ids must be the codes of its units. */
export function readMap(
	texts: ReadonlyMap<string, string>,
	units: PackageUnit[],
	problems: Problems
): Boundaries | null {
	if (texts.size === 0) return null;
	const read = readBoundaries([...texts.values()], mapUnits(units));
	if (read.ok) return { ...read.boundaries, source: sourceOf(texts) };
	for (const { kind, file, codes } of read.problems) {
		const names = [...texts.keys()];
		const name = file === undefined ? names.join(', ') : (names[file] ?? '');
		const more = codes.length > SHOWN ? ', …' : '';
		const params = { count: codes.length, codes: codes.slice(0, SHOWN).join(', ') + more };
		problems.add({ file: name, line: null, column: null }, WORDS[kind], params);
	}
	return null;
}

/** What a map must know of a package's units. */
export function mapUnits(units: readonly PackageUnit[]): MapUnit[] {
	return units.map(({ code, parent, leaf }) => ({ code, parent, leaf }));
}

const WORDS = {
	bad_json: 'import_json_broken',
	not_a_map: 'import_map_expected',
	no_code: 'import_map_no_code',
	unknown_code: 'import_map_unknown_code',
	repeated_code: 'import_map_repeated_code',
	not_polygon: 'import_map_not_polygon',
	not_degrees: 'import_map_not_degrees',
	missing_unit: 'import_map_missing_unit'
} as const satisfies Record<BoundaryProblem['kind'], `import_${string}`>;

/** Our own drawing says so; the texts were read as JSON before. */
function sourceOf(texts: ReadonlyMap<string, string>): Boundaries['source'] {
	const isDrawn = [...texts.values()].some((text) => {
		return (JSON.parse(text) as { source?: unknown }).source === 'schematic';
	});
	return isDrawn ? 'schematic' : 'official';
}
