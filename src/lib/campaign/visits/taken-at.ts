import type { Campaign } from '../campaign.ts';
import { campaignNow } from '../calendar/clock.ts';

const DAY = 86_400_000;

/**
 * Campaign time at which a group did something: what waited on a phone for a network is dated by the phone,
 * but never later than now, and from no further back than reports may come.
 * @param device_time real time by the phone, ISO; null when it did not say
 * @param now campaign time at which it was received
 */
export function takenAt(
	{ clock, time_zone, lock_after_days }: Pick<Campaign, 'clock' | 'time_zone' | 'lock_after_days'>,
	device_time: string | null,
	now: Date
): Date {
	if (!device_time) return now;
	const at = campaignNow(clock, time_zone, new Date(device_time));
	const earliest = now.getTime() - (lock_after_days + 1) * DAY;
	return at <= now && at.getTime() >= earliest ? at : now;
}
