import { doneBy, lastReportAt, type DayReport, type Reminder } from '../board.ts';
import type { Amounts } from '../campaign.ts';
import { partOfUnit } from '../part-of-snapshot.ts';
import { isLeaf } from '../places/tree.ts';
import { dayBeyondReach } from './known-fields.ts';

/** What a place has done. A parent's `done` and `today` are sums. */
export interface ReportsOfUnit {
	done: Amounts;
	today: Amounts;
	last_report_at: string | null;
	/** Leaves only: their reports by date. */
	days?: Record<string, DayReport>;
	/** Leaves only, when there are any: locked days open again, each until a campaign time (ISO). */
	unlocks?: Record<string, string>;
	/** Leaves only, when it was asked for a report. */
	reminded?: Reminder;
}

export const reportsOfUnit = partOfUnit<ReportsOfUnit>({
	fields: {
		...{ done: 'members', today: 'members', last_report_at: 'members' },
		...{ days: 'members', unlocks: 'members', reminded: 'reach' }
	},
	take(into, board, unit, today) {
		const { days, unlocks, reminded } = unit;
		into.done = doneBy(board, unit);
		into.today = doneBy(board, unit, today);
		into.last_report_at = lastReportAt(board, unit);
		if (isLeaf(board.campaign, unit)) into.days = days;
		if (Object.keys(unlocks).length > 0) into.unlocks = unlocks;
		if (reminded) into.reminded = reminded;
	},
	put(unit, { days = {}, unlocks = {}, reminded = null }) {
		unit.days = days;
		unit.unlocks = unlocks;
		unit.reminded = reminded;
	},
	beyond({ days }) {
		if (!days) return {};
		const known = Object.entries(days).map(([date, day]) => [date, dayBeyondReach(day)]);
		return { days: Object.fromEntries(known) as typeof days };
	}
});
