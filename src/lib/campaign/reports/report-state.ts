import type { BoardUnit, DayReport, DayState } from '../board.ts';
import { campaignDates, locksAt, localDate, timelyUntil } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';

/** Where a day's report is on its way. `missing`: the timely deadline passed without a word. */
export type ReportPhase = 'not_due' | 'due' | 'missing' | DayState;

/** A commune's day at a moment: its phase, and what is true of it besides. */
export interface ReportState {
	date: string;
	phase: ReportPhase;
	report: DayReport | null;
	/** Its first revision came after the timely deadline. */
	late: boolean;
	/** Nothing was done, and that was typed: silent is not zero. */
	zero: boolean;
	/** It takes no report any more. */
	locked: boolean;
	/** Locked by its date, open again until this campaign time (ISO). */
	unlocked_until: string | null;
}

type Reporting = Pick<BoardUnit, 'days' | 'unlocks'>;

/** Whether the day `date` takes no report at campaign time `now`. @param unlockedUntil ISO, when it was */
export function isLocked(
	campaign: Campaign,
	date: string,
	now: Date,
	unlockedUntil?: string | null
): boolean {
	if (now < locksAt(campaign, date)) return false;
	return !unlockedUntil || now.toISOString() >= unlockedUntil;
}

/** How a commune's day stands at campaign time `now`. */
export function reportState(
	campaign: Campaign,
	{ days, unlocks }: Reporting,
	date: string,
	now: Date
): ReportState {
	const report = days[date] ?? null;
	const until = unlocks[date];
	const locked = isLocked(campaign, date, now, until);
	const open = until !== undefined && !locked && now >= locksAt(campaign, date);
	return {
		date,
		phase: report?.state ?? phaseOf(),
		report,
		late: report !== null && !report.timely,
		zero: report !== null && Object.values(report.amounts).every((amount) => amount === 0),
		locked,
		unlocked_until: open ? until : null
	};

	function phaseOf(): 'not_due' | 'due' | 'missing' {
		if (date > localDate(now, campaign.time_zone)) return 'not_due';
		return now > timelyUntil(campaign, date) ? 'missing' : 'due';
	}
}

/** Every day of the campaign for one commune, first to last. */
export function reportStates(campaign: Campaign, unit: Reporting, now: Date): ReportState[] {
	return campaignDates(campaign).map((date) => reportState(campaign, unit, date, now));
}
