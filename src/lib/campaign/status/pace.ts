import type { Campaign } from '../campaign.ts';
import {
	campaignLength,
	campaignPhase,
	closedDays,
	dayNumber,
	localDate
} from '../calendar/calendar.ts';

/**
 * How a place stands. `missed`: the campaign is over and the target was not reached; `none`: it has nothing
 * to do in this campaign; `untargeted`: it has no target and reported all the same. Silent is not zero: a place is silent when nobody there has said a word for two
 * closed days, whatever it did before.
 */
export type Status =
	'done' | 'on_track' | 'at_risk' | 'late' | 'silent' | 'missed' | 'untargeted' | 'none';

/** Where the plan should be when day `day` (1-based) ends: the straight line from nothing to all. */
export function idealAfter(campaign: Campaign, target: number, day: number): number {
	return (target * Math.min(Math.max(day, 0), campaignLength(campaign))) / campaignLength(campaign);
}

/**
 * What is left divided by the days left, today included; null when the campaign is over.
 * Every day of the campaign counts as a working day, weekends too: a peak campaign runs through them.
 */
export function requiredPerDay(campaign: Campaign, left: number, now: Date): number | null {
	const closed = closedDays(campaign, now);
	const days = campaignLength(campaign) - closed;
	return days > 0 ? Math.max(left, 0) / days : null;
}

/** Average per closed day of the campaign so far; null before the first day has closed. */
export function averagePerDay(campaign: Campaign, doneOnClosedDays: number, now: Date) {
	const closed = closedDays(campaign, now);
	return closed > 0 ? doneOnClosedDays / closed : null;
}

/** The day whose evening the plan is judged by "tonight": today, or the last day once it is over. */
export function tonight(campaign: Campaign, now: Date): number {
	return dayNumber(campaign, localDate(now, campaign.time_zone));
}

export interface Standing {
	/** Done so far, today included, in the primary measure. */
	done: number;
	target: number;
	/** Whether a report ever came. */
	reported: boolean;
	/** Closed days in a row, counted back from the last one, without any report. */
	silent_days: number;
}

/** At or above this share of the ideal line a place is on track; below the second it is late. */
const ON_TRACK = 0.9;
const AT_RISK = 0.65;

/** One word for a place, judged against the ideal line of the last closed evening. */
export function statusOf(campaign: Campaign, standing: Standing, now: Date): Status {
	const { done, target, reported, silent_days } = standing;
	if (target <= 0) return reported ? 'untargeted' : 'none';
	if (done >= target) return 'done';
	// Once everything is locked nobody can break the silence any more.
	if (silent_days >= 2 && campaignPhase(campaign, now) !== 'result') return 'silent';
	const closed = closedDays(campaign, now);
	if (closed >= campaignLength(campaign)) return 'missed';
	const expected = idealAfter(campaign, target, closed);
	if (expected === 0 || done >= expected * ON_TRACK) return 'on_track';
	return done >= expected * AT_RISK ? 'at_risk' : 'late';
}
