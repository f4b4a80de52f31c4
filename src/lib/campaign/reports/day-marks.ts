import type { BoardUnit, CampaignBoard } from '../board.ts';
import { leavesOf } from '../board.ts';
import { campaignDates, localDate, timelyUntil } from '../calendar/calendar.ts';
import { primaryMeasure } from '../campaign.ts';

/**
 * What became of one day's report. `zero` was typed, not assumed; `missing`: the timely deadline
 * passed without a word; `not_due`: still to come, or today before its deadline.
 */
export type MarkState = 'reported' | 'late' | 'zero' | 'missing' | 'not_due';

/** One day of a unit's calendar; for a commune `due` is 1, for a parent its number of communes. */
export interface DayMark {
	date: string;
	state: MarkState;
	/** Done that day, in the primary measure. */
	amount: number;
	/** Communes that reported this day, and that should. */
	reports: { in: number; due: number };
	today: boolean;
}

/** The calendar of a unit over the whole campaign, as known at campaign time `now`. */
export function dayMarks(board: CampaignBoard, unit: BoardUnit, now: Date): DayMark[] {
	const { campaign } = board;
	const primary = primaryMeasure(campaign).key;
	const leaves = leavesOf(board, unit);
	const today = localDate(now, campaign.time_zone);
	return campaignDates(campaign).map((date) => {
		const reports = leaves.flatMap(({ days }) => days[date] ?? []);
		const amount = reports.reduce((sum, { amounts }) => sum + (amounts[primary] ?? 0), 0);
		return {
			date,
			state: stateOf(),
			amount,
			reports: { in: reports.length, due: leaves.length },
			today: date === today
		};

		function stateOf(): MarkState {
			if (reports.length === 0) return now > timelyUntil(campaign, date) ? 'missing' : 'not_due';
			if (reports.every(({ amounts }) => Object.values(amounts).every((n) => n === 0))) {
				return 'zero';
			}
			// Of many communes a few are always late; how many came at all says more.
			const timely = leaves.length > 1 || reports.every((report) => report.timely);
			return timely ? 'reported' : 'late';
		}
	});
}
