import { overlay, sumByMeasure } from '#lib/campaign/reports/entry.ts';
import { asDayCounts } from '#lib/campaign/reports/soft-checks.ts';
import type { ReportEntry } from './report-entry.svelte.ts';

/** What a measure typed as running totals comes to as that day's count; null when it cannot be that. */
export function dayOfRunningTotal(entry: ReportEntry, measure: string): number | null {
	if (entry.mode === 'so_far') return null;
	const typed = entry.typedLines.filter((line) => line.measure === measure);
	const counts = asDayCounts(typed, entry.before);
	if (!counts || counts.length === 0) return null;
	return sumByMeasure(overlay(entry.lines, counts))[measure] ?? null;
}

/** Takes what was typed in a measure for running totals: its texts stay, its amounts follow from them. */
export function takeAsRunningTotal(entry: ReportEntry, measure: string): void {
	const day = dayOfRunningTotal(entry, measure);
	if (day === null) return;
	const isOfMeasure = (field: string) => field.endsWith(` ${measure}`);
	entry.enterAs('so_far', isOfMeasure);
	entry.edited();
	const earlier = Object.entries(entry.before).filter(([field]) => isOfMeasure(field));
	const total = earlier.reduce((sum, [, amount]) => sum + amount, day);
	entry.questions.understood = { measure, day, total };
}

/** Takes what was typed as totals so far for the day's own counts: the texts stay. */
export function takeAsDayCounts(entry: ReportEntry): void {
	entry.enterAs('day', () => true);
	entry.edited();
}
