import { instantAt, millisecondsOf } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';
import { afterService, beforeService, onceAwake } from './service-time.ts';

type Hours = Pick<Campaign, 'quiet_hours' | 'time_zone'>;
type Lease = Hours & { rules: Pick<Campaign['rules'], 'lease' | 'lease_warning'> };

/**
 * When a claim ends by itself if nothing happens after `now`: when its lease is over, or with the
 * group's visit to that place if it lasts longer; never in quiet hours. Campaign time.
 * @param visitUntil last day (local date) of the group's visit there, if there is one now
 */
export function leaseUntil(campaign: Lease, now: Date, visitUntil: string | null): Date {
	const usual = afterService(campaign, now, campaign.rules.lease);
	if (!visitUntil) return usual;
	const visitEnds = visitEndsAt(campaign, visitUntil);
	return visitEnds > usual ? visitEnds : usual;
}

/** When the holder of a claim that ends at `until` is warned. */
export function warnsAt(campaign: Lease, until: Date): Date {
	return beforeService(campaign, until, campaign.rules.lease_warning);
}

/** When a claim ends whose holder is warned `now`: somebody warned late still has the time to act. */
export function warnedUntil(campaign: Lease, until: Date, now: Date): Date {
	const { lease_warning } = campaign.rules;
	return until > afterService(campaign, now, lease_warning - 1)
		? until
		: afterService(campaign, now, lease_warning);
}

/** When a claim ends that lasts as long as a visit whose last day is `date`: its midnight, or the morning after a quiet one. */
export function visitEndsAt(campaign: Hours, date: string): Date {
	return onceAwake(campaign, instantAt(date, millisecondsOf('24:00'), campaign.time_zone));
}
