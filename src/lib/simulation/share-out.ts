import { allocate } from '#lib/campaign/targets/allocation.ts';

/** Shares a whole `total` out in proportion to any positive weights; the sum is exact. */
export function shareOut(total: number, weights: number[]): number[] {
	return allocate(
		total,
		weights.map((weight) => Math.round(weight * 1e6))
	);
}
