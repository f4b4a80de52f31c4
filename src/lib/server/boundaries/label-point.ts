import type { Point } from './marching-triangles.ts';
import { isInside } from './ring.ts';
import { distanceToSegment } from './smooth.ts';

/** How exactly the best place is sought: this part of the unit's extent. */
const PRECISION = 1 / 60;

/**
 * The point inside the rings that is farthest from every border, where a label fits best
 * (pole of inaccessibility). Squares that cannot hold a better point are dropped, the others
 * quartered, as in Mapbox's polylabel. Rings of all parts and holes together, on a true-to-shape
 * plane; at least one point.
 */
export function labelPoint(rings: readonly Point[][]): Point {
	const points = rings.flat();
	const [west, east] = extent(points.map(([x]) => x));
	const [south, north] = extent(points.map(([, y]) => y));
	const size = Math.max(east - west, north - south);

	let best = { at: points[0]!, depth: 0 };
	let squares: Point[] = [[(west + east) / 2, (south + north) / 2]];
	for (let half = size / 2; half > 0 && squares.length > 0; half /= 2) {
		const measured = squares.map((at) => ({ at, depth: depthOf(at, rings) }));
		for (const candidate of measured) if (candidate.depth > best.depth) best = candidate;
		const needed = best.depth + size * PRECISION - half * Math.SQRT2;
		squares = measured
			.filter(({ depth }) => depth > needed)
			.flatMap(({ at }) => quarters(at, half / 2));
	}
	return best.at;
}

function quarters([x, y]: Point, step: number): Point[] {
	return [
		[x - step, y - step],
		[x + step, y - step],
		[x - step, y + step],
		[x + step, y + step]
	];
}

/** Distance to the nearest border, negative outside. */
function depthOf(at: Point, rings: readonly Point[][]): number {
	let nearest = Infinity;
	for (const ring of rings) {
		let previous = ring[ring.length - 1]!;
		for (const point of ring) {
			nearest = Math.min(nearest, distanceToSegment(at, previous, point));
			previous = point;
		}
	}
	return isInside(at, rings) ? nearest : -nearest;
}

function extent(values: readonly number[]): [least: number, most: number] {
	// Not Math.min(...values): an official unit may have more points than a call takes arguments.
	return values.reduce<[number, number]>(
		([least, most], value) => [Math.min(least, value), Math.max(most, value)],
		[Infinity, -Infinity]
	);
}
