import type { BorderNode, Point } from './marching-triangles.ts';

/** Fewer leave stair-steps, many more shrink small units. */
const SWEEPS = 3;
const STEP = 0.7;
const MARGIN = 0.08;

/**
 * Straightens the borders in place. A cut only slides along its own lattice edge, a junction stays
 * in its triangle: borders cannot cross and every place of the lattice stays in its unit.
 */
export function relax(nodes: readonly BorderNode[]): void {
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		for (const node of nodes) node.at = node.edge ? slide(node, node.edge) : middle(node.links);
	}
}

/** Moves `t` toward where the line through the two neighbours crosses the edge. */
function slide({ links, at }: BorderNode, edge: NonNullable<BorderNode['edge']>): Point {
	const [ax, ay] = links[0]!.at;
	const [bx, by] = links[1]!.at;
	const { p, q } = edge;
	const across = (bx - ax) * (q.y - p.y) - (by - ay) * (q.x - p.x);
	if (across === 0) return at;
	const wanted = ((by - ay) * (p.x - ax) - (bx - ax) * (p.y - ay)) / across;
	const t = edge.t + STEP * (wanted - edge.t);
	edge.t = Math.min(1 - MARGIN, Math.max(MARGIN, t));
	return [p.x + edge.t * (q.x - p.x), p.y + edge.t * (q.y - p.y)];
}

function middle(nodes: readonly BorderNode[]): Point {
	const x = nodes.reduce((sum, { at }) => sum + at[0], 0) / nodes.length;
	return [x, nodes.reduce((sum, { at }) => sum + at[1], 0) / nodes.length];
}
