import { expect, test, vi } from 'vitest';
import { formatDate, formatShare } from './format.ts';

test.each([
	[0.356, 1, '35,6\u00a0%'],
	[0.9996, 1, '99,9\u00a0%'],
	[0.996, 0, '99\u00a0%'],
	[1, 0, '100\u00a0%'],
	[1.031, 1, '103,1\u00a0%']
])('the share %d with %d digits', (share, digits, text) => {
	expect(formatShare(share, digits)).toBe(text);
});

test('a Vietnamese date has no leading zeros, whatever the engine writes', () => {
	class LikeSafari {
		format(date: Date): string {
			return date.toISOString().slice(0, 10).split('-').reverse().join('/');
		}
	}
	vi.stubGlobal('Intl', { DateTimeFormat: LikeSafari });
	expect(formatDate('2025-03-01')).toBe('1/3/2025');
	expect(formatDate('2010-10-20')).toBe('20/10/2010');
	vi.unstubAllGlobals();
	expect(formatDate('2025-03-07', true)).toBe('Thứ Sáu, 7/3/2025');
});
