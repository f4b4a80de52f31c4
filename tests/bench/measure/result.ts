import { median, ratios } from './statistics.ts';

/** One line of the table. */
export interface Result {
	/** Row of the table in docs/bench.md. */
	row: string;
	/** Under what load. */
	load: string;
	/** What is compared. */
	what: string;
	/** Medians over the blocks, in `unit`; no floor where the goal is absolute. */
	floor: number | null;
	product: number;
	unit: string;
	/** Median of the block ratios; where the goal is absolute, the product's value itself. */
	reached: number;
	goal: number;
	ok: boolean;
	/** Block by block, so that the spread can be seen. */
	blocks: number[];
}

interface Line {
	row: string;
	load: string;
	what: string;
	unit: string;
	goal: number;
}

/** A line whose goal is a ratio to the floor. */
export function compared(line: Line, product: readonly number[], floor: readonly number[]): Result {
	const blocks = ratios(product, floor);
	const reached = median(blocks);
	const ok = reached <= line.goal;
	return { ...line, floor: median(floor), product: median(product), reached, ok, blocks };
}

/** A line whose goal is a figure. */
export function absolute(line: Line, product: readonly number[]): Result {
	const reached = median(product);
	const ok = reached <= line.goal;
	return { ...line, floor: null, product: reached, reached, ok, blocks: [...product] };
}
