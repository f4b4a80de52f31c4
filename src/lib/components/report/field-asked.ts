import { fieldOf, type ReportLine } from '#lib/campaign/reports/report-line.ts';
import type { SoftFinding } from '#lib/campaign/reports/soft-checks.ts';

/**
 * The field that a question is about. @param typed lines of fields somebody typed in; they come first
 * @returns the largest amount of its measure, in the measure that is missing for `measure_missing`
 */
export function fieldAsked(
	{ check, measure, params }: SoftFinding,
	typed: readonly ReportLine[],
	lines: readonly ReportLine[]
): string | null {
	const largest = (some: readonly ReportLine[]) =>
		some.filter((line) => line.measure === measure).toSorted((a, b) => b.amount - a.amount)[0];
	const line = largest(typed) ?? largest(lines);
	if (!line) return null;
	const { category } = line;
	return fieldOf(
		check === 'measure_missing' ? { category, measure: String(params['other']) } : line
	);
}
