import type { ClockSetting } from '../campaign.ts';
import { addDays, instantAt, localDate, localMilliseconds, millisecondsOf } from './calendar.ts';

/**
 * The campaign's time at a real instant. Deadlines, receipts and facts use this and never the
 * machine's own clock, so that a simulated campaign obeys every rule of a real one.
 */
export function campaignNow(clock: ClockSetting | null, zone: string, real: Date): Date {
	if (!clock) return real;
	const from = millisecondsOf(clock.runs?.from ?? '00:00');
	const to = millisecondsOf(clock.runs?.to ?? '24:00');
	const window = to - from;
	const speed = window / (clock.seconds_per_day * 1000);
	const shows = new Date(clock.shows);
	const start = Math.min(Math.max(localMilliseconds(shows, zone) - from, 0), window);
	const elapsed = Math.max(real.getTime() - Date.parse(clock.set_at), 0);
	const run = start + elapsed * speed;
	const days = Math.floor(run / window);
	const now = instantAt(addDays(localDate(shows, zone), days), from + (run - days * window), zone);
	const stop = clock.stops_at ? new Date(clock.stops_at) : null;
	return stop && now > stop ? stop : now;
}
