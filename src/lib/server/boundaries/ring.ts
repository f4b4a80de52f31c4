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
		let last = ring[ring.length - 1]!;
		for (const next of ring) {
			// No destructuring here: this runs millions of times when labels are placed.
			const crosses = next[1] > y !== last[1] > y;
			if (crosses && x < ((last[0] - next[0]) * (y - next[1])) / (last[1] - next[1]) + next[0])
				inside = !inside;
			last = next;
		}
	}
	return inside;
}
