import type { Point } from './projection.ts';

const TOWARDS: Record<string, Point> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1]
};

/**
 * The place an arrow key leads to: the nearest within 60° of its direction, straight ahead preferred.
 * Null when there is none, undefined when `key` is no arrow key. `y` grows downward.
 */
export function nearestTowards(key: string, from: Point, places: Iterable<[string, Point]>) {
	const direction = TOWARDS[key];
	if (!direction) return undefined;
	let best: string | null = null;
	let shortest = Infinity;
	for (const [code, [x, y]] of places) {
		const [dx, dy] = [x - from[0], y - from[1]];
		const ahead = dx * direction[0] + dy * direction[1];
		const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
		if (ahead <= 0 || aside > ahead * Math.sqrt(3)) continue;
		const cost = ahead + 2 * aside;
		if (cost < shortest) [best, shortest] = [code, cost];
	}
	return best;
}
