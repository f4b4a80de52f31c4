import { m } from '#lib/paraglide/messages.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * How long, in ms of either sign, in the two largest units: '12 phút', '1 giờ 57 phút', '1 ngày 12 giờ'.
 * Rounded down; a smaller unit of none is left out.
 */
export function spanWords(milliseconds: number): string {
	const span = Math.abs(milliseconds);
	if (span < MINUTE) return m.span_moment();
	const minutes = Math.floor(span / MINUTE) % 60;
	const hours = Math.floor(span / HOUR) % 24;
	const days = Math.floor(span / DAY);
	const units = [
		{ count: days, words: m.span_days },
		{ count: hours, words: m.span_hours },
		{ count: minutes, words: m.span_minutes }
	];
	const first = units.findIndex(({ count }) => count > 0);
	const [large, small] = units
		.slice(first, first + 2)
		.map(({ count, words }) => (count > 0 ? words({ count }) : ''));
	return large && small ? m.span_two({ large, small }) : (large ?? '');
}
