import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';

/** Which dialog is open, and what it is about. Many rows are those on screen when it was opened. */
export type Asked =
	| { kind: 'return' | 'unlock'; row: ReviewRow }
	| { kind: 'accept_many' | 'remind_many'; rows: ReviewRow[] }
	| { kind: 'keys' };
