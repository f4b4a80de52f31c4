import type { LngLat } from '#lib/protocol/boundaries.ts';

/** A point on the Web Mercator plane: x grows eastward, y southward, the world is 1 × 1. */
export type Point = [x: number, y: number];

/** Rings of polygons of one unit: polygon → ring → points. The first ring of each is its shell. */
export type Rings<P> = P[][][];

/** A rectangle on the Mercator plane. */
export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Web Mercator (EPSG:3857), the projection Leaflet draws in, so that sketch and map coincide. */
export function mercator([lng, lat]: LngLat): Point {
	const sin = Math.sin((lat * Math.PI) / 180);
	return [lng / 360 + 0.5, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
}

/** Degrees of a point of the Mercator plane. */
export function unproject([x, y]: Point): LngLat {
	const lat = Math.atan(Math.sinh(Math.PI * (1 - 2 * y)));
	return [(x - 0.5) * 360, (lat * 180) / Math.PI];
}

/** The smallest box around points; null when there are none. */
export function boxAround(points: Iterable<Point>): Box | null {
	let box: Box | null = null;
	for (const [x, y] of points) {
		if (!box) box = { left: x, top: y, right: x, bottom: y };
		box.left = Math.min(box.left, x);
		box.right = Math.max(box.right, x);
		box.top = Math.min(box.top, y);
		box.bottom = Math.max(box.bottom, y);
	}
	return box;
}

/** The smallest box around boxes; null when there are none. */
export function boxOf(boxes: Box[]): Box | null {
	return boxAround(
		boxes.flatMap(({ left, top, right, bottom }): Point[] => [
			[left, top],
			[right, bottom]
		])
	);
}

/** Maps the plane onto a picture `width` units wide that shows exactly `box`. */
export function fitted(box: Box, width: number) {
	const scale = width / (box.right - box.left);
	return {
		width,
		height: (box.bottom - box.top) * scale,
		scale,
		place: ([x, y]: Point): Point => [(x - box.left) * scale, (y - box.top) * scale]
	};
}

/** SVG path data in whole picture units, in relative steps: a third of the bytes of absolute ones. */
export function pathData(rings: Rings<Point>, place: (point: Point) => Point): string {
	let data = '';
	for (const ring of rings.flat()) {
		let [fromX, fromY] = [0, 0];
		for (const [i, point] of ring.entries()) {
			const [x, y] = place(point).map(Math.round) as Point;
			if (i === 0) data += `M${x},${y}`;
			else if (x !== fromX || y !== fromY) data += `l${x - fromX},${y - fromY}`;
			[fromX, fromY] = [x, y];
		}
		data += 'z';
	}
	return data;
}

/** How much room a unit leaves a label centred at `at`: twice the way to its nearest border, each way. */
export function roomAt(rings: Rings<Point>, at: Point): { width: number; height: number } {
	return { width: 2 * nearest(rings, at, 0), height: 2 * nearest(rings, at, 1) };
}

/** Distance along one axis (0: x, 1: y) from `at` to the nearest border crossed. */
function nearest(rings: Rings<Point>, at: Point, axis: 0 | 1): number {
	const across = axis === 0 ? 1 : 0;
	let distance = Infinity;
	for (const ring of rings.flat()) {
		for (const [i, a] of ring.entries()) {
			const b = ring[(i + 1) % ring.length]!;
			if (a[across] > at[across] === b[across] > at[across]) continue;
			const t = (at[across] - a[across]) / (b[across] - a[across]);
			distance = Math.min(distance, Math.abs(a[axis] + t * (b[axis] - a[axis]) - at[axis]));
		}
	}
	return Number.isFinite(distance) ? distance : 0;
}
