import { locksAt } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';
import { openDays } from './report-day.ts';

type Unlocks = Record<string, string>;

/** Campaign time until which a commune's day takes reports: its lock, or the end of a later unlock. */
export function openUntil(campaign: Campaign, date: string, unlocks: Unlocks): Date {
	const locks = locksAt(campaign, date);
	const unlocked = unlocks[date];
	return unlocked && unlocked > locks.toISOString() ? new Date(unlocked) : locks;
}

/** Open days whose turn has passed without a report, oldest first, and until when each can be made up for. */
export function missedDays(
	campaign: Campaign,
	{ days, unlocks }: { days: Record<string, unknown>; unlocks: Unlocks },
	{ now, today }: { now: Date; today: string }
): { date: string; until: Date }[] {
	return openDays(campaign, now, unlocks)
		.filter((date) => date < today && days[date] === undefined)
		.map((date) => ({ date, until: openUntil(campaign, date, unlocks) }))
		.reverse();
}
