import type { Boundaries, LngLat, UnitArea } from '#lib/protocol/boundaries.ts';
import { labelPoint } from './label-point.ts';
import type { Point } from './marching-triangles.ts';
import { ringPoints, type ArcRing } from './outline.ts';

/** Grid steps per degree: coordinates are kept to 0.0001°, about eleven metres. */
const GRID = 10_000;

/** One unit's polygons as arc references, shell first. */
export interface UnitPolygons {
	code: string;
	polygons: ArcRing[][];
}

/** A coordinate in degrees as whole steps of the grid. */
export function toGrid([lng, lat]: Point): Point {
	return [Math.round(lng * GRID), Math.round(lat * GRID)];
}

/** Drops grid points equal to the one before them. */
export function withoutRepeats(line: readonly Point[]): Point[] {
	return line.filter(([x, y], index) => {
		const before = line[index - 1];
		return !before || x !== before[0] || y !== before[1];
	});
}

/** Puts arcs (whole grid steps) and the units made of them into the project's normal form. */
export function toBoundaries(
	source: Boundaries['source'],
	arcs: readonly Point[][],
	{ districts, communes }: { districts: UnitPolygons[]; communes: UnitPolygons[] }
): Boundaries {
	const { west, south, east, north } = extentOf(arcs);
	const stretch = Math.cos(((south + north) / 2 / GRID) * (Math.PI / 180));
	const layer = (units: UnitPolygons[]) => ({
		type: 'GeometryCollection' as const,
		geometries: units.map((unit) => toArea(unit, arcs, stretch))
	});
	return {
		type: 'Topology',
		source,
		bbox: [west / GRID, south / GRID, east / GRID, north / GRID],
		transform: { scale: [1 / GRID, 1 / GRID], translate: [west / GRID, south / GRID] },
		objects: { districts: layer(districts), communes: layer(communes) },
		arcs: arcs.map((arc) =>
			arc.map(([x, y], index) => {
				const [px, py] = arc[index - 1] ?? [west, south];
				return [x - px, y - py];
			})
		)
	};
}

function toArea(
	{ code, polygons }: UnitPolygons,
	arcs: readonly Point[][],
	stretch: number
): UnitArea {
	const flat = polygons.flat().map((ring) => {
		return ringPoints(ring, arcs).map(([x, y]): Point => [x * stretch, y]);
	});
	const [x, y] = labelPoint(flat);
	const label: LngLat = [Math.round(x / stretch) / GRID, Math.round(y) / GRID];
	const [only, ...more] = polygons;
	return only && more.length === 0
		? { type: 'Polygon', id: code, properties: { label }, arcs: only }
		: { type: 'MultiPolygon', id: code, properties: { label }, arcs: polygons };
}

function extentOf(arcs: readonly Point[][]) {
	let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const [x, y] of arcs.flat()) {
		[west, east] = [Math.min(west, x), Math.max(east, x)];
		[south, north] = [Math.min(south, y), Math.max(north, y)];
	}
	return { west, south, east, north };
}
