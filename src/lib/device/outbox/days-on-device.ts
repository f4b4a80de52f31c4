import type { Amounts } from '#lib/campaign/campaign.ts';
import { mergeDays, overlay, sumByMeasure, type ReportedDay } from '#lib/campaign/reports/entry.ts';
import { isWaiting } from './outbox.ts';
import type { ReportItem } from './outbox-item.ts';

/** The server's days of a commune with what this device has delivered since. */
export function withDelivered(days: ReportedDay[], items: ReportItem[]): ReportedDay[] {
	let known = days;
	for (const { input, answer } of items) {
		if (!answer?.ok) continue;
		const { revision, receipt, received_at, timely } = answer.result;
		const day = known.find(({ date }) => date === input.date);
		const before = day?.revision ?? 0;
		if (revision <= before) continue;
		const lines = overlay(day?.lines ?? [], input.lines);
		// With somebody else's revision between, the lines are not known: the number stays behind.
		const reached = revision === before + 1 ? revision : before;
		const { date } = input;
		known = mergeDays(known, [{ date, revision: reached, receipt, received_at, timely, lines }]);
	}
	return known;
}

/** Days as they stand on this device: what waits is laid over them. Revision 0: only this device knows it. */
export function withWaiting(days: ReportedDay[], items: ReportItem[]): ReportedDay[] {
	let known = days;
	for (const { input, typed_at } of items.filter(isWaiting)) {
		const { date } = input;
		const day = known.find((one) => one.date === date) ?? {
			...{ date, revision: 0, receipt: '', received_at: typed_at, timely: true, lines: [] }
		};
		known = mergeDays(known, [{ ...day, lines: overlay(day.lines, input.lines) }]);
	}
	return known;
}

/**
 * What a day comes to with an item: the province's own total once it was delivered, else what this device
 * makes of the day with all that waits. A correction names only what it changes.
 * @param days the commune's days with their lines; null when they are not known here
 */
export function resultingTotal(
	item: ReportItem,
	items: readonly ReportItem[],
	days: ReportedDay[] | null
): Amounts {
	if (item.answer?.ok) return item.answer.result.amounts;
	const { unit, date, lines } = item.input;
	const sameDay = items.filter(({ input }) => input.unit === unit && input.date === date);
	const waiting = withWaiting(
		(days ?? []).filter((day) => day.date === date),
		sameDay
	);
	const known = waiting[0]?.lines ?? [];
	return sumByMeasure(isWaiting(item) ? known : overlay(known, lines));
}

/** The newest item about a day; null when there is none. */
export function newestFor(items: ReportItem[], date: string): ReportItem | null {
	return items.findLast(({ input }) => input.date === date) ?? null;
}
