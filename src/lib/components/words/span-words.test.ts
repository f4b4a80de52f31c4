import { expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { spanWords } from './span-words.ts';

test.for([
	[0, 'chưa đầy 1 phút', 'under a minute'],
	[59_999, 'chưa đầy 1 phút', 'under a minute'],
	[60_000, '1 phút', '1 min'],
	[117 * 60_000, '1 giờ 57 phút', '1 h 57 min'],
	[-120 * 60_000, '2 giờ', '2 h'],
	[36 * 3_600_000, '1 ngày 12 giờ', '1 day 12 h'],
	[48 * 3_600_000 + 59 * 60_000, '2 ngày', '2 days']
] as const)('%d ms in words', ([span, vi, en]) => {
	overwriteGetLocale(() => 'vi');
	expect(spanWords(span)).toBe(vi);
	overwriteGetLocale(() => 'en');
	expect(spanWords(span)).toBe(en);
});
