import type { ReviewRow } from '#lib/campaign/reports/review-list.ts';
import { isRemindable } from '#lib/campaign/reports/review-list.ts';

/** What a reviewer may do with one commune's day. */
export type ReviewAct = 'accept' | 'return' | 'remind' | 'unlock';

/** Nobody is asked for the same day again sooner than this; the server's own rule. Campaign time. */
const AGAIN_AFTER = 30 * 60_000;

/** Whether a commune was asked so lately that it is not asked again. */
export function wasJustReminded({ reminder }: ReviewRow, now: Date): boolean {
	return reminder !== null && now.getTime() - Date.parse(reminder.at) < AGAIN_AFTER;
}

/** What can be done with a row as it stands, first what it most asks for. */
export function actsOn(row: ReviewRow): ReviewAct[] {
	const acts: ReviewAct[] = [];
	if (row.report && row.phase !== 'accepted') acts.push('accept');
	if (row.report && row.phase !== 'returned') acts.push('return');
	if (isRemindable(row)) acts.push('remind');
	if (row.locked) acts.push('unlock');
	return acts;
}

/** Whether `accept` waits for the commune to settle which of two numbers is right. */
export function isDisputed({ report }: ReviewRow): boolean {
	return (report?.disputed ?? 0) > 0;
}
