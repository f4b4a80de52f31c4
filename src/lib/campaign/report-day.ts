import { addDays, campaignDates, locksAt, localDate } from './calendar.ts';
import type { Campaign } from './campaign.ts';

/** What can be done with a day: typed into, only read, or nothing because it is not its time. */
export type DayAccess = 'open' | 'locked' | 'future' | 'outside' | 'not_begun';

/** How the day `date` stands at campaign time `now`. */
export function dayAccess(campaign: Campaign, date: string, now: Date): DayAccess {
	const today = localDate(now, campaign.time_zone);
	if (today < campaign.starts_on) return 'not_begun';
	if (date < campaign.starts_on || date > campaign.ends_on) return 'outside';
	if (date > today) return 'future';
	return now >= locksAt(campaign, date) ? 'locked' : 'open';
}

/** The days that take a report at `now`, newest first. */
export function openDays(campaign: Campaign, now: Date): string[] {
	return campaignDates(campaign)
		.filter((date) => dayAccess(campaign, date, now) === 'open')
		.reverse();
}

/** The day a report is about when nothing else was asked: today, or the campaign's nearest day to it. */
export function usualDay(campaign: Campaign, now: Date): string {
	const today = localDate(now, campaign.time_zone);
	if (today < campaign.starts_on) return campaign.starts_on;
	return today > campaign.ends_on ? campaign.ends_on : today;
}

/** The campaign's day before `date`; null on the first. */
export function dayBeforeOf(campaign: Campaign, date: string): string | null {
	return date > campaign.starts_on ? addDays(date, -1) : null;
}
