import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import { m } from '#lib/paraglide/messages.js';
import { spanWords } from '../words/span-words.ts';

/** Whether a commune's phone is connected now, and when it was last heard of (real time, ISO). */
export interface Heard {
	connected: boolean;
	heard_at: string;
}

const MINUTE = 60_000;

/** How long ago a commune last reported anything, by campaign time: 'báo 2 giờ trước'. */
export function reportAgeWords({ last_report_at }: ReviewRow, now: Date): string {
	if (!last_report_at) return m.review_never();
	const age = now.getTime() - Date.parse(last_report_at);
	return age < MINUTE ? m.review_report_now() : m.review_report_age({ age: spanWords(age) });
}

/** When its phone was last heard of, by real time: 'đang mở ứng dụng', 'liên lạc 5 phút trước'. */
export function heardWords(heard: Heard | undefined, now: Date): string | null {
	if (!heard) return null;
	if (heard.connected) return m.review_connected_now();
	const age = now.getTime() - Date.parse(heard.heard_at);
	return age < MINUTE ? m.review_heard_now() : m.review_heard_age({ age: spanWords(age) });
}
