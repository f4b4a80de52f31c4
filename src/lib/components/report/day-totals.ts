import type { Amounts } from '#lib/campaign/campaign.ts';
import { sumByMeasure, type ReportedDay } from '#lib/campaign/reports/entry.ts';

/** Totals by day: of the lines where they are known, else as the board has them. */
export function dayTotals(
	days: ReportedDay[],
	onBoard: Record<string, Amounts>
): Record<string, Amounts> {
	const known = days
		.filter(({ lines }) => lines.length > 0)
		.map(({ date, lines }) => [date, sumByMeasure(lines)] as const);
	return { ...onBoard, ...Object.fromEntries(known) };
}
