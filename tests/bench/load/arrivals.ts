/** When reports are due, in milliseconds from the block's beginning; decided before it begins. */
export type Arrivals =
	| { kind: 'bursts'; size: number; every: number; count: number }
	| { kind: 'random'; perSecond: number; count: number; seed: number };

/** A block's moments, in order. */
export function momentsOf(arrivals: Arrivals): number[] {
	if (arrivals.kind === 'bursts') {
		const { size, every, count } = arrivals;
		return Array.from({ length: count * size }, (_, i) => Math.floor(i / size) * every);
	}
	const random = generator(arrivals.seed);
	let at = 0;
	return Array.from({ length: arrivals.count }, () => {
		at += (-Math.log(1 - random()) * 1000) / arrivals.perSecond;
		return at;
	});
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32): floor and product get one schedule. */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
