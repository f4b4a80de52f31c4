/** The value below which a share of the numbers lies, between its neighbours. */
export function quantile(numbers: readonly number[], share: number): number {
	const sorted = numbers.toSorted((a, b) => a - b);
	const at = (sorted.length - 1) * share;
	const [low = NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
	return low + (high - low) * (at - Math.floor(at));
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** How a product's blocks compare to the floor's, block by block; a run's answer is the median. */
export function ratios(product: readonly number[], floor: readonly number[]): number[] {
	return product.map((value, block) => value / (floor[block] ?? NaN));
}
