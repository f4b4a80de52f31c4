import { expect, test } from 'vitest';
import { edgeSpeed } from './scroll-near-edges.ts';

test('the page scrolls near its ends only, faster the nearer, and not faster outside', () => {
	expect(edgeSpeed(400, 800)).toBe(0);
	expect(edgeSpeed(64, 800)).toBe(0);
	expect(edgeSpeed(32, 800)).toBeLessThan(0);
	expect(edgeSpeed(4, 800)).toBeLessThan(edgeSpeed(32, 800));
	expect(edgeSpeed(-90, 800)).toBe(edgeSpeed(0, 800));
	expect(edgeSpeed(790, 800)).toBe(-edgeSpeed(10, 800));
	expect(edgeSpeed(30, 60)).toBeGreaterThanOrEqual(-700);
});
