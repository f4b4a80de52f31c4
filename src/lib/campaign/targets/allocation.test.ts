import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocation.ts';

const total = fc.nat({ max: 1_000_000_000 });
const weight = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const weights = fc.array(weight, { minLength: 1, maxLength: 200 });

const sumOf = (parts: number[]) => parts.reduce((sum, part) => sum + part, 0);

describe('allocate', () => {
	it('gives the published example of the largest-remainder rule', () => {
		// Ten seats, three parties of 47, 16 and 15 of 78 votes: quotas 6.03, 2.05 and 1.92.
		expect(allocate(10, [47, 16, 15])).toEqual([6, 2, 2]);
	});

	it('breaks ties by the larger weight, then by order', () => {
		expect(allocate(2, [1, 3])).toEqual([0, 2]); // remainders 2 and 2 of 4
		expect(allocate(5, [1, 1, 1])).toEqual([2, 2, 1]);
	});

	it('treats weights that are all zero as equal', () => {
		expect(allocate(7, [0, 0, 0])).toEqual([3, 2, 2]);
	});

	it('gives nothing to nobody', () => {
		expect(allocate(7, [])).toEqual([]);
	});

	it.each([[-1], [0.5], [NaN], [Infinity], [2 ** 53]])('refuses %s', (bad) => {
		expect(() => allocate(bad, [1])).toThrow(RangeError);
		expect(() => allocate(1, [1, bad])).toThrow(RangeError);
	});

	it('always adds up to the total', () => {
		fc.assert(fc.property(total, weights, (all, by) => sumOf(allocate(all, by)) === all));
	});

	it('stays less than one away from the exact share', () => {
		fc.assert(
			fc.property(total, weights, (all, by) => {
				const sum = by.reduce((so, far) => so + BigInt(far), 0n);
				fc.pre(sum > 0n);
				return allocate(all, by).every((part, i) => {
					const off = BigInt(part) * sum - BigInt(all) * BigInt(by[i] ?? 0);
					return off > -sum && off < sum;
				});
			})
		);
	});

	it('never gives more to a smaller weight', () => {
		fc.assert(
			fc.property(total, weights, (all, by) => {
				const parts = allocate(all, by);
				const sorted = parts.map((part, i) => ({ part, weight: by[i] ?? 0 }));
				sorted.sort((a, b) => a.weight - b.weight || a.part - b.part);
				return sorted.every(({ part }, i) => i === 0 || part >= (sorted[i - 1]?.part ?? 0));
			})
		);
	});

	it('does not depend on order where weights differ', () => {
		const distinct = fc.uniqueArray(weight, { minLength: 1, maxLength: 50 });
		fc.assert(
			fc.property(total, distinct, (all, by) => {
				const turned = allocate(all, by.toReversed()).toReversed();
				expect(turned).toEqual(allocate(all, by));
			})
		);
	});
});
