import { expect, it } from 'vitest';
import { nearestTowards } from './nearest-towards.ts';
import type { Point } from './projection.ts';

const PLACES: [string, Point][] = [
	['465', [0, 5]],
	['467', [5, 8]],
	['468', [6, 4]],
	['469', [9, 4]]
];

it('goes to the nearest place ahead', () => {
	expect(nearestTowards('ArrowRight', [0, 5], PLACES)).toBe('468');
	expect(nearestTowards('ArrowDown', [6, 4], PLACES)).toBe('467');
	expect(nearestTowards('ArrowLeft', [9, 4], PLACES)).toBe('468');
});

it('stays where nothing lies ahead and leaves other keys alone', () => {
	expect(nearestTowards('ArrowRight', [9, 4], PLACES)).toBeNull();
	expect(nearestTowards('Enter', [9, 4], PLACES)).toBeUndefined();
});
