import { localDate, timelyUntil } from '#lib/campaign/calendar/calendar.ts';
import type { Campaign } from '#lib/campaign/campaign.ts';
import { openUntil } from '#lib/campaign/reports/open-until.ts';
import type { ReportState } from '#lib/campaign/reports/report-state.ts';
import { formatDay, formatTime } from '#lib/components/words/format.ts';
import { spanWords } from '#lib/components/words/span-words.ts';
import { m } from '#lib/paraglide/messages.js';

/** How urgent the deadline is: `soon` within the last hour, `past` once it is late, `locked` for good. */
export type Urgency = 'calm' | 'soon' | 'past' | 'locked';

/**
 * What a day's deadline says at campaign time `now`, in words; nothing for days still to come or outside.
 * `finished`: the commune has reached its target.
 */
export function deadlineOf(
	campaign: Campaign,
	{ date, report, locked, unlocked_until }: ReportState,
	{ now, unlocks, finished }: { now: Date; unlocks: Record<string, string>; finished: boolean }
): { urgency: Urgency; text: string } | null {
	const { time_zone: zone } = campaign;
	if (date < campaign.starts_on || date > campaign.ends_on) return null;
	if (date > localDate(now, zone)) return null;
	const timely = timelyUntil(campaign, date);
	const end = openUntil(campaign, date, unlocks);
	const until = { time: formatTime(end, zone), date: formatDay(localDate(end, zone)) };
	if (locked) return { urgency: 'locked', text: m.report_deadline_locked(until) };
	if (unlocked_until) return { urgency: 'soon', text: m.report_deadline_unlocked(until) };
	// Who has done all there was to do is late with nothing.
	if (finished && !report) return { urgency: 'calm', text: m.report_deadline_finished() };
	const time = formatTime(timely, zone);
	if (now <= timely) {
		const left = timely.getTime() - now.getTime();
		const text = m.report_deadline_left({ time, left: spanWords(left) });
		return { urgency: left <= 3_600_000 && !report ? 'soon' : 'calm', text };
	}
	if (report) return { urgency: 'calm', text: m.report_deadline_open_until(until) };
	return { urgency: 'past', text: m.report_deadline_late({ time }) };
}
