import { m } from '#lib/paraglide/messages.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long, in the largest whole unit that says enough: '12 phút', '3 giờ', '2 ngày'. */
export function spanWords(milliseconds: number): string {
	const span = Math.abs(milliseconds);
	if (span >= 2 * DAY) return m.history_span_days({ count: Math.floor(span / DAY) });
	if (span >= 2 * HOUR) return m.history_span_hours({ count: Math.floor(span / HOUR) });
	return m.history_span_minutes({ count: Math.floor(span / MINUTE) });
}
