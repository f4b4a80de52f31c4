import type { Point } from './marching-triangles.ts';
import type { ArcRing } from './outline.ts';

/**
 * Cuts rings (whole grid steps, first point not repeated) where borders part, so that a line two
 * rings have in common becomes one arc. Returns the arcs and each ring as references to them.
 */
export function shareBorders(rings: readonly Point[][]): { arcs: Point[][]; rings: ArcRing[] } {
	const junctions = findJunctions(rings);
	const arcs: Point[][] = [];
	const known = new Map<string, number>();

	function refer(line: Point[]): number {
		const forwards = line.map(keyOf);
		const backwards = forwards.toReversed();
		const turned = comesAfter(forwards, backwards);
		const name = (turned ? backwards : forwards).join();
		let index = known.get(name);
		if (index === undefined) {
			index = arcs.push(turned ? line.toReversed() : line) - 1;
			known.set(name, index);
		}
		return turned ? ~index : index;
	}

	return { rings: rings.map((ring) => cutRing(ring, junctions).map(refer)), arcs };
}

/** The points where two rings, or a ring with itself, meet or part: their neighbours differ. */
function findJunctions(rings: readonly Point[][]): Set<number> {
	const neighbours = new Map<number, string>();
	const junctions = new Set<number>();
	for (const ring of rings) {
		const keys = ring.map(keyOf);
		keys.forEach((key, index) => {
			const before = keys.at(index - 1)!;
			const after = keys[(index + 1) % keys.length]!;
			const pair = before < after ? `${before},${after}` : `${after},${before}`;
			const known = neighbours.get(key);
			if (known === undefined) neighbours.set(key, pair);
			else if (known !== pair) junctions.add(key);
		});
	}
	return junctions;
}

/** A ring as lines from junction to junction; without one, closed from its least point. */
function cutRing(ring: Point[], junctions: ReadonlySet<number>): Point[][] {
	const keys = ring.map(keyOf);
	let stops = keys.flatMap((key, index) => (junctions.has(key) ? [index] : []));
	if (stops.length === 0) {
		stops = [keys.reduce((least, key, index) => (key < keys[least]! ? index : least), 0)];
	}
	const first = stops[0]!;
	const turned = [...ring.slice(first), ...ring.slice(0, first), ring[first]!];
	const ends = [...stops.map((stop) => stop - first), ring.length];
	return ends.slice(1).map((end, index) => turned.slice(ends[index], end + 1));
}

function keyOf([x, y]: Point): number {
	return x * 4_000_000 + y; // |y| stays below 900,000 grid steps
}

function comesAfter(a: readonly number[], b: readonly number[]): boolean {
	const index = a.findIndex((value, at) => value !== b[at]);
	return index >= 0 && a[index]! > b[index]!;
}
