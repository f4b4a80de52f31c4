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
 * to do in this campaign; `untargeted`: it has no target and reported all the same. Silent is not zero: a place is silent when nobody there has said a word for as
 * many closed days as the campaign's rules say, whatever it did before.
 */
export type Status =
	'done' | 'on_track' | 'at_risk' | 'late' | 'silent' | 'missed' | 'untargeted' | 'none';

/** Where a campaign is at an instant: found once, and good for all its places. */
export interface Moment {
	/** Local date. */
	today: string;
	/** Days of the campaign, and those whose timely deadline has passed. */
	days: number;
	closed: number;
	/** The day whose evening the plan is judged by "tonight": today, or the last day once it is over. */
	tonight: number;
	/** Whether everything is locked, and what stands is what was done. */
	result: boolean;
	rules: Pick<Campaign['rules'], 'on_track' | 'at_risk' | 'silent_days'>;
}

/** Where `campaign` is at campaign time `now`. */
export function momentOf(campaign: Campaign, now: Date): Moment {
	const today = localDate(now, campaign.time_zone);
	return {
		today,
		days: campaignLength(campaign),
		closed: closedDays(campaign, now),
		tonight: dayNumber(campaign, today),
		result: campaignPhase(campaign, now) === 'result',
		rules: campaign.rules
	};
}

/** Where the plan should be when day `day` (1-based) ends: the straight line from nothing to all. */
export function idealAfter({ days }: Pick<Moment, 'days'>, target: number, day: number): number {
	return (target * Math.min(Math.max(day, 0), days)) / days;
}

/**
 * What is left divided by the days left, today included; null when the campaign is over.
 * Every day of the campaign counts as a working day, weekends too: a peak campaign runs through them.
 */
export function requiredPerDay({ days, closed }: Moment, left: number): number | null {
	return days > closed ? Math.max(left, 0) / (days - closed) : null;
}

/** Average per closed day of the campaign so far; null before the first day has closed. */
export function averagePerDay({ closed }: Moment, doneOnClosedDays: number): number | null {
	return closed > 0 ? doneOnClosedDays / closed : null;
}

/** How far a place has come. */
export interface Progress {
	/** Done so far, today included, in the primary measure. */
	done: number;
	target: number;
	/** Whether a report ever came. */
	reported: boolean;
	/** Closed days in a row, counted back from the last one, without any report. */
	silent_days: number;
}

/** One word for a place, judged against the ideal line of the last closed evening. */
export function statusOf(moment: Moment, progress: Progress): Status {
	const { done, target, reported, silent_days } = progress;
	const { closed, days, result, rules } = moment;
	if (target <= 0) return reported ? 'untargeted' : 'none';
	if (done >= target) return 'done';
	// Once everything is locked nobody can break the silence any more.
	if (silent_days >= rules.silent_days && !result) return 'silent';
	if (closed >= days) return 'missed';
	const expected = idealAfter(moment, target, closed);
	if (expected === 0 || done >= expected * rules.on_track) return 'on_track';
	return done >= expected * rules.at_risk ? 'at_risk' : 'late';
}
