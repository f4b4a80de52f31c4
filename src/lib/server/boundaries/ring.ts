import type { Point } from './marching-triangles.ts';

/** The signed area of a ring, closed or not, positive when it runs counter-clockwise (y upwards). */
export function signedArea(ring: readonly Point[]): number {
	let sum = 0;
	let [px, py] = ring[ring.length - 1] ?? [0, 0];
	for (const [x, y] of ring) {
		sum += px * y - x * py;
		[px, py] = [x, y];
	}
	return sum / 2;
}

/** Whether a point lies inside a polygon's rings (even–odd, so holes count as outside). */
export function isInside([x, y]: Point, rings: readonly (readonly Point[])[]): boolean {
	let inside = false;
	for (const ring of rings) {
		let [px, py] = ring[ring.length - 1]!;
		for (const [nx, ny] of ring) {
			if (ny > y !== py > y && x < ((px - nx) * (y - ny)) / (py - ny) + nx) inside = !inside;
			[px, py] = [nx, ny];
		}
	}
	return inside;
}
