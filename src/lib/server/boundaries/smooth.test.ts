import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelPoint } from './label-point.ts';
import type { Point } from './marching-triangles.ts';
import { isInside, signedArea } from './ring.ts';
import { distanceToSegment, smooth } from './smooth.ts';

const point = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
const line = fc.array(point, { minLength: 2, maxLength: 30 });

it('keeps both ends of a line, and points only near the line it was given', () => {
	fc.assert(
		fc.property(line, (given) => {
			const smoothed = smooth(given, 0.5);
			expect(smoothed[0]).toEqual(given[0]);
			expect(smoothed.at(-1)).toEqual(given.at(-1));
			for (const at of smoothed) expect(distanceToLine(at, given)).toBeLessThan(1e-9);
		})
	);
});

it('straightens a staircase and rounds a corner', () => {
	const stairs = [0, 1, 2, 3].flatMap((n): Point[] => [[n, n], [n + 1, n]]); // prettier-ignore
	expect(smooth(stairs, 0.6)).toHaveLength(2);
	expect(smooth([[0, 0], [4, 0], [4, 4]], 0.1)).toEqual([[0, 0], [3, 0], [4, 1], [4, 4]]); // prettier-ignore
});

it('keeps an area inside a closed line, however coarse the tolerance', () => {
	const square: Point[] = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]; // prettier-ignore
	expect(signedArea(smooth(square, 100))).toBeGreaterThan(0.5);
});

it('labels a horseshoe in its thick end, not in the bay between', () => {
	const horseshoe: Point[][] = [
		[[0, 0], [10, 0], [10, 10], [6, 10], [6, 2], [2, 2], [2, 10], [0, 10]] // prettier-ignore
	];
	const [x, y] = labelPoint(horseshoe);
	expect(isInside([x, y], horseshoe)).toBe(true);
	expect(Math.abs(x - 8)).toBeLessThan(0.5);
	const hole: Point[][] = [[[0, 0], [9, 0], [9, 9], [0, 9]], [[1, 1], [1, 6], [6, 6], [6, 1]]]; // prettier-ignore
	expect(isInside(labelPoint(hole), hole)).toBe(true);
});

function distanceToLine(at: Point, given: Point[]): number {
	return Math.min(...given.slice(1).map((b, index) => distanceToSegment(at, given[index]!, b)));
}
