/** What a question about the tree needs to know of a unit. */
interface Node {
	code: string;
	parent: string | null;
}
export type Tree<N extends Node = Node> = ReadonlyMap<string, N>;

/** The keys of a campaign's levels, from the top. */
interface Levels {
	levels: readonly { key: string }[];
}

/** A unit and every unit above it, from the unit to the top; nothing for a code that does not exist. */
export function* upwards<N extends Node>(units: Tree<N>, code: string | null): Generator<N> {
	for (let unit = units.get(code ?? ''); unit; unit = units.get(unit.parent ?? '')) yield unit;
}

/** Whether a unit is `above` or lies anywhere below it. */
export function isWithin(units: Tree, code: string, above: string): boolean {
	for (const unit of upwards(units, code)) if (unit.code === above) return true;
	return false;
}

/** Number of a level, 0 at the top; -1 for one that the campaign does not name. */
export function levelNumber({ levels }: Levels, level: string): number {
	return levels.findIndex(({ key }) => key === level);
}

/** Whether a unit reports. Its level says so, not the tree: a district without communes has nothing to report. */
export function isLeaf({ levels }: Levels, { level }: { level: string }): boolean {
	return level === levels.at(-1)?.key;
}

interface Placed extends Node {
	level: string;
}

/** The units between the top and the leaves that have something below them, in the campaign's order. */
export function areasOf<N extends Placed>({
	campaign,
	units
}: {
	campaign: Levels;
	units: Tree<N>;
}): N[] {
	const all = [...units.values()];
	const parents = new Set(all.map(({ parent }) => parent));
	return all.filter(
		(unit) => unit.parent !== null && !isLeaf(campaign, unit) && parents.has(unit.code)
	);
}

/** The areas that somebody bound to `within` can choose among: those below it, or all. */
export function areasBelow<N extends Placed>(
	board: { campaign: Levels; units: Tree<N> },
	within: string | null
): N[] {
	const areas = areasOf(board);
	if (within === null) return areas;
	return areas.filter(({ code }) => code !== within && isWithin(board.units, code, within));
}
