import { Delaunay } from 'd3-delaunay';

export type Point = [x: number, y: number];

/** A place of the lattice on the plane, y upwards. */
export interface Spot {
	x: number;
	y: number;
	code: string;
}

/**
 * A point of the border drawing. With `edge` it is a cut: it sits at `t` on the lattice edge
 * p → q between two units, has two links, and keeps p on its left on the way from `links[0]`
 * to `links[1]`. Without, it is a junction of three units inside a triangle, with three links.
 */
export interface BorderNode {
	at: Point;
	links: BorderNode[];
	edge?: { p: Spot; q: Spot; t: number };
}

/**
 * Cuts every Delaunay edge whose ends lie in different units and links the cuts through the
 * triangles. Links stay inside their triangle, so the drawing is planar.
 * Throws when a unit reaches the hull of the lattice: its border could not be closed.
 */
export function cutTriangles(spots: readonly Spot[]): BorderNode[] {
	const { triangles, halfedges } = new Delaunay(
		Float64Array.from(spots.flatMap(({ x, y }) => [x, y]))
	);
	const nodes: BorderNode[] = [];
	const cuts = new Map<number, BorderNode>();

	/** The node on a half-edge, made by the triangle that comes first; none inside a unit. */
	function cutOn(half: number): BorderNode | undefined {
		const p = spots[triangles[half]!]!;
		const q = spots[triangles[half % 3 === 2 ? half - 2 : half + 1]!]!;
		const twin = halfedges[half]!;
		if (twin < 0 && (p.code || q.code))
			throw new Error(`The lattice ends inside unit ${p.code || q.code}: no outside beyond it.`);
		if (p.code === q.code) return undefined;
		const known = cuts.get(twin);
		if (known) return known;
		// Delaunator's triangles run clockwise when y points up: leaving one, p is on the left.
		const node: BorderNode = { at: midpoint(p, q), links: [], edge: { p, q, t: 0.5 } };
		cuts.set(half, node);
		nodes.push(node);
		return node;
	}

	for (let first = 0; first < triangles.length; first += 3) {
		const found = [first, first + 1, first + 2].map(cutOn).filter((node) => node !== undefined);
		const [a, b, c] = found;
		if (a && b && c) {
			const x = (a.at[0] + b.at[0] + c.at[0]) / 3;
			const junction: BorderNode = { at: [x, (a.at[1] + b.at[1] + c.at[1]) / 3], links: found };
			nodes.push(junction);
			for (const cut of found) cut.links.push(junction);
		} else if (a && b) {
			a.links.push(b);
			b.links.push(a);
		}
	}
	return nodes;
}

function midpoint(p: Spot, q: Spot): Point {
	return [(p.x + q.x) / 2, (p.y + q.y) / 2];
}
