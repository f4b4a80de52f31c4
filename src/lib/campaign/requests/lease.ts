import { instantAt, millisecondsOf } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';
import { afterService, beforeService, onceAwake } from './service-time.ts';

type Hours = Pick<Campaign, 'quiet_hours' | 'time_zone'>;

/** A claim without activity ends after this many minutes of service: it pauses when the clocks do. */
export const LEASE = 120;
/** The holder is warned this many minutes of service before. */
export const WARN_BEFORE = 10;

/**
 * When a claim ends by itself if nothing happens after `now`: after two hours of service, or with the
 * group's visit to that place if it lasts longer; never in quiet hours. Campaign time.
 * @param visitUntil last day (local date) of the group's visit there, if there is one now
 */
export function leaseUntil(campaign: Hours, now: Date, visitUntil: string | null): Date {
	const usual = afterService(campaign, now, LEASE);
	if (!visitUntil) return usual;
	const visitEnds = visitEndsAt(campaign, visitUntil);
	return visitEnds > usual ? visitEnds : usual;
}

/** When the holder of a claim that ends at `until` is warned. */
export function warnsAt(campaign: Hours, until: Date): Date {
	return beforeService(campaign, until, WARN_BEFORE);
}

/** When a claim ends whose holder is warned `now`: somebody warned late still has the time to act. */
export function warnedUntil(campaign: Hours, until: Date, now: Date): Date {
	return until > afterService(campaign, now, WARN_BEFORE - 1)
		? until
		: afterService(campaign, now, WARN_BEFORE);
}

/** When a claim ends that lasts as long as a visit whose last day is `date`: its midnight, or the morning after a quiet one. */
export function visitEndsAt(campaign: Hours, date: string): Date {
	return onceAwake(campaign, instantAt(date, millisecondsOf('24:00'), campaign.time_zone));
}
