import type { Point } from './marching-triangles.ts';
import { isInside, signedArea } from './ring.ts';
import type { BorderArc } from './trace.ts';

/** Rings of TopoJSON arc references: index i forwards, ~i backwards. */
export type ArcRing = number[];

/**
 * The outline of a set of units: every arc with exactly one side in the set, the set on the left,
 * so shells run counter-clockwise and holes clockwise. Arcs are chained by junction, never by
 * rounded coordinates. `contains('')` must be false.
 */
export function outline(
	arcs: readonly BorderArc[],
	contains: (code: string) => boolean
): ArcRing[] {
	// Three units meet in a junction, so an outline leaves it at most once.
	const leaving = new Map<unknown, { ref: number; to: unknown }>();
	arcs.forEach(({ from, to, left, right }, index) => {
		if (contains(left) === contains(right)) return;
		if (contains(left)) leaving.set(from, { ref: index, to });
		else leaving.set(to, { ref: ~index, to: from });
	});
	const rings: ArcRing[] = [];
	for (const start of leaving.keys()) {
		const ring: ArcRing = [];
		let here = start;
		for (let step = leaving.get(here); step; step = leaving.get(here)) {
			leaving.delete(here);
			ring.push(step.ref);
			here = step.to;
		}
		rings.push(ring);
	}
	return rings;
}

/** Points of a ring, the first one not repeated at the end. */
export function ringPoints(ring: ArcRing, arcs: readonly (readonly Point[])[]): Point[] {
	return ring.flatMap((ref) => {
		return ref < 0 ? arcs[~ref]!.slice(1).reverse() : arcs[ref]!.slice(0, -1);
	});
}

/** Sorts rings into polygons: each shell followed by the holes inside it. */
export function polygonsOf(rings: readonly ArcRing[], arcs: readonly Point[][]): ArcRing[][] {
	const measured = rings.map((ring) => {
		const points = ringPoints(ring, arcs);
		return { ring, points, area: signedArea(points), holes: [] as ArcRing[] };
	});
	const shells = measured.filter(({ area }) => area > 0).sort((a, b) => a.area - b.area);
	for (const { ring, points } of measured.filter(({ area }) => area <= 0)) {
		shells.find((shell) => isInside(points[0]!, [shell.points]))?.holes.push(ring);
	}
	return shells.map(({ ring, holes }) => [ring, ...holes]);
}
