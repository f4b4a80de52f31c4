import type { Boundaries } from '#lib/protocol/boundaries.ts';
import type { Place } from './lattice.ts';
import { areaUnits, bottomUnits, type MapUnit } from './map-units.ts';
import { cutTriangles, type Point, type Spot } from './marching-triangles.ts';
import { outline, polygonsOf } from './outline.ts';
import { relax } from './relax.ts';
import { smooth } from './smooth.ts';
import { toBoundaries, toGrid, withoutRepeats } from './topology.ts';
import { trace, type BorderArc } from './trace.ts';

/** Degrees of latitude, about 33 metres: what a smoothed border may leave out. */
const TOLERANCE = 0.0003;

/** The borders between the units of a lattice on a plane, before smoothing. */
export function drawBorders(spots: readonly Spot[]): BorderArc[] {
	const nodes = cutTriangles(spots);
	relax(nodes);
	return trace(nodes);
}

/**
 * Draws the schematic map of a campaign from plain facts ("this place lies in that unit").
 * Deterministic. Throws when a place names a unit that is not drawn itself, a unit has no place,
 * or a unit reaches the hull of the lattice.
 */
export function drawBoundaries(places: readonly Place[], units: readonly MapUnit[]): Boundaries {
	const leaves = bottomUnits(units);
	checkNames(places, leaves);

	const lats = places.map(({ lat }) => lat).sort((a, b) => a - b);
	const stretch = Math.cos(((lats[0]! + lats[lats.length - 1]!) / 2) * (Math.PI / 180));
	const borders = drawBorders(
		places.map(({ lat, lng, code }) => ({ x: lng * stretch, y: lat, code }))
	);
	// Each border is smoothed once, never each unit: neighbours must keep the same line.
	const arcs = borders.map(({ points }) => {
		const line = smooth(points, TOLERANCE);
		return withoutRepeats(line.map(([x, y]): Point => toGrid([x / stretch, y])));
	});

	const shape = (code: string, contains: (code: string) => boolean) => {
		return { code, polygons: polygonsOf(outline(borders, contains), arcs) };
	};
	const parents = new Map(leaves.map(({ code, parent }) => [code, parent]));
	return toBoundaries('schematic', arcs, {
		communes: leaves
			.filter(({ leaf }) => leaf)
			.map(({ code }) => shape(code, (other) => other === code)),
		districts: areaUnits(units).map(({ code }) =>
			shape(code, (leaf) => leaf === code || parents.get(leaf) === code)
		)
	});
}

function checkNames(places: readonly Place[], leaves: readonly MapUnit[]): void {
	const named = new Set(places.map(({ code }) => code).filter((code) => code !== ''));
	const missing = leaves.filter(({ code }) => !named.delete(code)).map(({ code }) => code);
	if (missing.length > 0) throw new Error(`The gazetteer has no place in ${missing.join(', ')}.`);
	if (named.size > 0) throw new Error(`The gazetteer names unknown ${[...named].join(', ')}.`);
}
