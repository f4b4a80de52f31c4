import type { BorderNode, Point } from './marching-triangles.ts';

/**
 * One border line between two units (an empty code is the outside), seen from `from` to `to`.
 * A closed line without a junction has `from === to` and repeats its first point.
 */
export interface BorderArc {
	from: BorderNode;
	to: BorderNode;
	left: string;
	right: string;
	points: Point[];
}

/** Follows all lines from junction to junction, then the closed lines that meet none. */
export function trace(nodes: readonly BorderNode[]): BorderArc[] {
	const walked = new Set<BorderNode>();
	const arcs: BorderArc[] = [];
	for (const junction of nodes.filter((node) => !node.edge)) {
		for (const cut of junction.links)
			if (!walked.has(cut)) arcs.push(follow(junction, cut, walked));
	}
	for (const cut of nodes) {
		if (cut.edge && !walked.has(cut)) arcs.push(follow(cut, cut.links[1]!, walked));
	}
	return arcs;
}

function follow(from: BorderNode, first: BorderNode, walked: Set<BorderNode>): BorderArc {
	const points = [from.at];
	const { p, q } = first.edge!;
	const [left, right] = first.links[0] === from ? [p.code, q.code] : [q.code, p.code];
	let previous = from;
	let here = first;
	walked.add(from);
	while (here.edge && here !== from) {
		walked.add(here);
		points.push(here.at);
		const next = here.links[here.links[0] === previous ? 1 : 0]!;
		previous = here;
		here = next;
	}
	points.push(here.at);
	return { from, to: here, left, right, points };
}
