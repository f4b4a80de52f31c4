import type { Boundaries } from '#lib/protocol/boundaries.ts';
import type { Place } from '../boundaries/lattice.ts';
import { bottomUnits, type MapUnit } from '../boundaries/map-units.ts';
import { drawBoundaries } from '../boundaries/schematic.ts';
import type { Problems } from './problem.ts';
import { readTable } from './read-table.ts';

const COLUMNS = ['lat', 'lng', 'code'] as const;
const SHOWN = 10;

/**
 * Draws the schematic map of a package that brings no boundaries, from its places ("this point lies in that
 * unit"). Null when something is wrong with them, which goes to `problems`.
 */
export function readGazetteer(
	file: string,
	csv: string,
	units: readonly MapUnit[],
	problems: Problems
): Boundaries | null {
	const { rows } = readTable(file, csv, COLUMNS, problems);
	const seen = new Map<string, number>();
	const places = rows.map(({ line, cells }): Place => {
		const place = { lat: degrees(cells.lat), lng: degrees(cells.lng), code: cells.code };
		const where = `${place.lat},${place.lng}`;
		const at = { file, line, column: null };
		if (!(Math.abs(place.lat) <= 90 && Math.abs(place.lng) <= 180)) {
			problems.add(at, 'import_place_expected', {});
		} else if (seen.has(where)) {
			problems.add(at, 'import_place_twice', { first: seen.get(where) ?? 0 });
		} else seen.set(where, line);
		return place;
	});
	if (problems.has(file)) return null;

	const leaves = new Set(bottomUnits(units).map(({ code }) => code));
	const named = new Set(places.map(({ code }) => code).filter((code) => code !== ''));
	const unknown = [...named].filter((code) => !leaves.has(code));
	const missing = [...leaves].filter((code) => !named.has(code));
	const whole = { file, line: null, column: null };
	if (unknown.length > 0) problems.add(whole, 'import_map_unknown_code', counted(unknown));
	if (missing.length > 0) problems.add(whole, 'import_places_missing', counted(missing));
	if (problems.has(file)) return null;
	try {
		return drawBoundaries(places, units);
	} catch {
		// A unit reaches the outermost points: where it ends is not known.
		problems.add(whole, 'import_places_open', {});
		return null;
	}
}

const degrees = (text: string) => (text ? Number(text) : NaN); // Number('') would be the equator

function counted(codes: string[]): { count: number; codes: string } {
	const more = codes.length > SHOWN ? ', …' : '';
	return { count: codes.length, codes: codes.slice(0, SHOWN).join(', ') + more };
}
