/** The largest amount one field of a daily report may hold. */
export const MAX_AMOUNT = 1_000_000;

/** One number of a daily report: what was done that day in one category, in one measure. */
export interface ReportLine {
	category: string;
	measure: string;
	amount: number;
}

/** Name of one field: a category in a measure. */
export function fieldOf({ category, measure }: { category: string; measure: string }): string {
	return `${category} ${measure}`;
}
