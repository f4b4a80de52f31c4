import type { BoardUnit, DayReport } from '#lib/campaign/board.ts';
import { sumByMeasure, type ReportedDay } from '#lib/campaign/reports/entry.ts';

/** A commune's days as the board has them, and newer ones that only this device knows were taken. */
export function daysKnownHere(
	{ days }: Pick<BoardUnit, 'days'>,
	received: ReportedDay[]
): Record<string, DayReport> {
	const newer = received
		.filter(({ date, revision }) => revision > (days[date]?.revision ?? 0))
		.map(({ date, revision, receipt, received_at: at, timely, lines }) => {
			const state = revision > 1 ? ('corrected' as const) : ('submitted' as const);
			return [
				date,
				{ state, amounts: sumByMeasure(lines), revision, receipt, at, timely }
			] as const;
		});
	return { ...days, ...Object.fromEntries(newer) };
}
