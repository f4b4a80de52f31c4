/**
 * Shares `total` out in proportion to `weights` by the largest-remainder rule (Hamilton): everybody
 * gets the whole part of the exact share; the units left over go to the largest remainders, then to
 * the larger weight, then to whoever stands first. The sum is exactly `total` (nothing without
 * weights), nobody is more than one away from the exact share, and equal weights differ by at most
 * one. Weights that are all zero count as equal. Throws a RangeError unless all are whole and >= 0.
 */
export function allocate(total: number, weights: number[]): number[] {
	for (const number of [total, ...weights]) {
		if (!Number.isSafeInteger(number) || number < 0) {
			throw new RangeError(`allocate: ${number} is not a whole number from 0`);
		}
	}
	// Products of large counts pass 2^53, where sums would stop being exact.
	const heavy = weights.some((weight) => weight > 0);
	const shares = weights.map((weight, place) => ({ place, weight: heavy ? BigInt(weight) : 1n }));
	const sum = shares.reduce((all, { weight }) => all + weight, 0n);
	const parts = shares.map(({ weight }) => Number((BigInt(total) * weight) / sum));
	const left = total - parts.reduce((all, part) => all + part, 0);
	const order = shares
		.map((share) => ({ ...share, remainder: (BigInt(total) * share.weight) % sum }))
		.sort(
			(a, b) =>
				Number(b.remainder - a.remainder) || Number(b.weight - a.weight) || a.place - b.place
		);
	for (const { place } of order.slice(0, left)) parts[place]! += 1;
	return parts;
}
