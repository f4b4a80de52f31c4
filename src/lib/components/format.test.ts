import { expect, test } from 'vitest';
import { formatShare } from './format.ts';

test.each([
	[0.356, 1, '35,6\u00a0%'],
	[0.9996, 1, '99,9\u00a0%'],
	[0.996, 0, '99\u00a0%'],
	[1, 0, '100\u00a0%'],
	[1.031, 1, '103,1\u00a0%']
])('the share %d with %d digits', (share, digits, text) => {
	expect(formatShare(share, digits)).toBe(text);
});
