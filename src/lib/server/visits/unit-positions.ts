import type { Position } from '#lib/campaign/visits/distance.ts';
import type { Boundaries } from '#lib/protocol/boundaries.ts';

/** Positions by the text they were read from: a map is large and changes only at an import. */
const known = new WeakMap<object, Record<string, Position>>();

/** Where units are, by code: the point at which the map writes their names. None without a map. */
export function unitPositions(boundaries: { text: string } | null): Record<string, Position> {
	if (!boundaries) return {};
	let positions = known.get(boundaries);
	if (!positions) {
		const { objects } = JSON.parse(boundaries.text) as Boundaries;
		const areas = [...objects.districts.geometries, ...objects.communes.geometries];
		positions = Object.fromEntries(areas.map(({ id, properties }) => [id, properties.label]));
		known.set(boundaries, positions);
	}
	return positions;
}
