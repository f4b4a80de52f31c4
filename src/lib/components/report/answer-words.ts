import { m } from '#lib/paraglide/messages.js';
import type { ReportEntry } from './report-entry.svelte.ts';
import { dayOfRunningTotal } from './running-total.ts';

/** Whether what is asked now is whether a running total was typed as a day's count. */
export function asksForTotal(entry: ReportEntry, blind: boolean): boolean {
	const [about] = entry.questions.current ?? [];
	return (
		about?.check === 'running_total' && !blind && dayOfRunningTotal(entry, about.measure) !== null
	);
}

/** The answer that lets the report go as it is typed, and whether it goes with it. */
export function yesWords(entry: ReportEntry, blind: boolean): string {
	const { isLast } = entry.questions;
	if (asksForTotal(entry, blind)) {
		return isLast ? m.report_ask_no_running_total_send() : m.report_ask_no_running_total();
	}
	return isLast ? m.report_ask_yes_send() : m.report_ask_yes();
}
