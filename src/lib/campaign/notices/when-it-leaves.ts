import type { Campaign } from '../campaign.ts';
import { onceAwake } from '../requests/service-time.ts';

/** What does not press is gathered for so long, in milliseconds of campaign time. */
export const GATHER_FOR = 5 * 60_000;

/**
 * When a notice made at `at` leaves the inbox for phones and mail. What is urgent leaves at once, the rest
 * with whatever else comes within five minutes; nothing in quiet hours: that is the morning's digest.
 */
export function leavesAt(
	campaign: Pick<Campaign, 'quiet_hours' | 'time_zone'>,
	at: Date,
	urgent: boolean
): Date {
	return onceAwake(campaign, urgent ? at : new Date(at.getTime() + GATHER_FOR));
}
