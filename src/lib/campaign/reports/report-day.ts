import { addDays, campaignDates, localDate } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';
import { isLocked } from './report-state.ts';

/** Locked days that take reports again, each until a campaign time (ISO). */
type Unlocks = Record<string, string>;

/** What can be done with a day: typed into, only read, or nothing because it is not its time. */
export type DayAccess = 'open' | 'locked' | 'future' | 'outside' | 'not_begun';

/** How the day `date` stands at campaign time `now`. */
export function dayAccess(
	campaign: Campaign,
	date: string,
	now: Date,
	unlocks: Unlocks = {}
): DayAccess {
	const today = localDate(now, campaign.time_zone);
	if (today < campaign.starts_on) return 'not_begun';
	if (date < campaign.starts_on || date > campaign.ends_on) return 'outside';
	if (date > today) return 'future';
	return isLocked(campaign, date, now, unlocks[date]) ? 'locked' : 'open';
}

/** The days that take a report at `now`, newest first. */
export function openDays(campaign: Campaign, now: Date, unlocks: Unlocks = {}): string[] {
	return campaignDates(campaign)
		.filter((date) => dayAccess(campaign, date, now, unlocks) === 'open')
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
