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
	const visitEnds = instantAt(visitUntil, millisecondsOf('24:00'), campaign.time_zone);
	return visitEnds > usual ? visitEnds : usual;
}
