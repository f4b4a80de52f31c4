import { instantAt, millisecondsOf } from '../calendar.ts';
import type { Campaign } from '../campaign.ts';

const HOUR = 3_600_000;
/** A claim without activity ends after this long. */
export const LEASE = 2 * HOUR;
/** The holder is warned this long before. */
export const WARN_BEFORE = 10 * 60_000;

/**
 * When a claim ends by itself if nothing happens after `now`: in two hours, or with the group's visit to
 * that place if it lasts longer. Campaign time.
 * @param visitUntil last day (local date) of the group's visit there, if there is one now
 */
export function leaseUntil(campaign: Campaign, now: Date, visitUntil: string | null): Date {
	const usual = new Date(now.getTime() + LEASE);
	if (!visitUntil) return usual;
	const visitEnds = endOf(campaign, visitUntil);
	return visitEnds > usual ? visitEnds : usual;
}

/** When a claim ends whose holder is warned `now`: somebody warned late still has the time to act. */
export function warnedUntil(until: Date, now: Date): Date {
	const left = until.getTime() - now.getTime();
	return left > WARN_BEFORE - 60_000 ? until : new Date(now.getTime() + WARN_BEFORE);
}

/** When a local date is over. */
export function endOf({ time_zone }: Pick<Campaign, 'time_zone'>, date: string): Date {
	return instantAt(date, millisecondsOf('24:00'), time_zone);
}
