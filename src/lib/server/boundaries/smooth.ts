import type { Point } from './marching-triangles.ts';

/**
 * Rounds a border line's corners and drops points that deviate less than `tolerance` (same unit as
 * the points). The ends stay where they are: other lines begin there. A closed line keeps an area.
 */
export function smooth(line: readonly Point[], tolerance: number): Point[] {
	const rounded = cutCorners(line);
	const first = rounded[0]!;
	const last = rounded[rounded.length - 1]!;
	if (first[0] !== last[0] || first[1] !== last[1]) return simplify(rounded, tolerance);
	// A closed line has no chord to measure from: take its two halves.
	// It is mostly an island, and a small one would lose much of itself to the full tolerance.
	const far = farthest(rounded, 0, rounded.length - 1);
	const finer = Math.min(tolerance, far.distance / 200);
	const halves = [rounded.slice(0, far.index + 1), rounded.slice(far.index)];
	const [out, back] = halves.map((half) => simplify(half, finer));
	const closed = [...out!, ...back!.slice(1)];
	return closed.length > 3 ? closed : rounded;
}

/** One pass of Chaikin's corner cutting with fixed ends. */
function cutCorners(line: readonly Point[]): Point[] {
	const inner = line.slice(1, -1).flatMap((corner, index) => {
		return [toward(corner, line[index]!), toward(corner, line[index + 2]!)];
	});
	return [line[0]!, ...inner, line[line.length - 1]!];
}

function toward([x, y]: Point, [nx, ny]: Point): Point {
	return [x + (nx - x) / 4, y + (ny - y) / 4];
}

/** Douglas–Peucker. */
function simplify(line: readonly Point[], tolerance: number): Point[] {
	const keep = new Set([0, line.length - 1]);
	const spans: [number, number][] = [[0, line.length - 1]];
	for (let span = spans.pop(); span; span = spans.pop()) {
		const { index, distance } = farthest(line, ...span);
		if (distance <= tolerance) continue;
		keep.add(index);
		spans.push([span[0], index], [index, span[1]]);
	}
	return line.filter((_, index) => keep.has(index));
}

/** The point between two others that lies farthest from the straight line joining them. */
function farthest(line: readonly Point[], start: number, end: number) {
	let found = { index: start, distance: 0 };
	for (let index = start + 1; index < end; index++) {
		const distance = distanceToSegment(line[index]!, line[start]!, line[end]!);
		if (distance > found.distance) found = { index, distance };
	}
	return found;
}

/** Distance from a point to the segment a–b, which may be a single point. */
export function distanceToSegment(point: Point, a: Point, b: Point): number {
	const dx = b[0] - a[0];
	const dy = b[1] - a[1];
	const x = point[0] - a[0];
	const y = point[1] - a[1];
	const length = dx * dx + dy * dy;
	const t = length === 0 ? 0 : Math.min(1, Math.max(0, (x * dx + y * dy) / length));
	return Math.hypot(x - t * dx, y - t * dy);
}
