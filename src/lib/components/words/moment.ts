import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { formatDay, formatTime } from './format.ts';

/** When something happened, as short as it can be said: '17:40' today, '17:40, 5/3' on another day. */
export function formatMoment(instant: Date, zone: string, now: Date): string {
	const time = formatTime(instant, zone);
	const date = localDate(instant, zone);
	return date === localDate(now, zone) ? time : `${time}, ${formatDay(date)}`;
}
