import { addDays, instantAt, localDate, millisecondsOf } from '../calendar/calendar.ts';
import type { Campaign } from '../campaign.ts';

type Hours = Pick<Campaign, 'quiet_hours' | 'time_zone'>;

const MINUTE = 60_000;

/** The end of the quiet hours that `at` lies in; null when it is an hour of service. */
function quietEnd({ quiet_hours, time_zone }: Hours, at: Date): Date | null {
	const [from, to] = [millisecondsOf(quiet_hours.from), millisecondsOf(quiet_hours.to)];
	const today = localDate(at, time_zone);
	// Over midnight they belong to the evening they began in: yesterday's may still last.
	for (const date of [addDays(today, -1), today]) {
		const begins = instantAt(date, from, time_zone);
		const ends = instantAt(to > from ? date : addDays(date, 1), to, time_zone);
		if (from !== to && begins <= at && at < ends) return ends;
	}
	return null;
}

/** Whether nobody is to be told anything at this moment. */
export function isQuiet(campaign: Hours, at: Date): boolean {
	return quietEnd(campaign, at) !== null;
}

/** `at`, or the end of the quiet hours it lies in. */
export function onceAwake(campaign: Hours, at: Date): Date {
	return quietEnd(campaign, at) ?? at;
}

/** The moment at which `minutes` of service have passed since `from`; it lies in no quiet hours. */
export function afterService(campaign: Hours, from: Date, minutes: number): Date {
	let at = onceAwake(campaign, from);
	for (let left = minutes * MINUTE; ;) {
		const end = new Date(at.getTime() + left);
		const quiet = nextQuiet(campaign, at);
		if (!quiet || end < quiet) return end;
		left -= quiet.getTime() - at.getTime();
		at = onceAwake(campaign, quiet);
	}
}

/** The moment from which `minutes` of service are left until `until`: what is said then is said in time, and awake. */
export function beforeService(campaign: Hours, until: Date, minutes: number): Date {
	let at = until;
	for (let left = minutes * MINUTE; ;) {
		const begin = new Date(at.getTime() - left);
		const quiet = quietBefore(campaign, at);
		if (!quiet || quiet.ends <= begin) return begin;
		left -= Math.max(0, at.getTime() - quiet.ends.getTime());
		at = quiet.begins;
	}
}

/** The last quiet hours that have begun before `at`; null when there are none. */
function quietBefore(
	{ quiet_hours, time_zone }: Hours,
	at: Date
): { begins: Date; ends: Date } | null {
	const [from, to] = [millisecondsOf(quiet_hours.from), millisecondsOf(quiet_hours.to)];
	if (from === to) return null;
	const today = localDate(at, time_zone);
	const [begins, date] =
		instantAt(today, from, time_zone) < at
			? [instantAt(today, from, time_zone), today]
			: [instantAt(addDays(today, -1), from, time_zone), addDays(today, -1)];
	return { begins, ends: instantAt(to > from ? date : addDays(date, 1), to, time_zone) };
}

/** When the quiet hours after an hour of service begin; null when there are none. */
function nextQuiet({ quiet_hours, time_zone }: Hours, at: Date): Date | null {
	const from = millisecondsOf(quiet_hours.from);
	if (from === millisecondsOf(quiet_hours.to)) return null;
	const today = localDate(at, time_zone);
	const begins = instantAt(today, from, time_zone);
	return begins > at ? begins : instantAt(addDays(today, 1), from, time_zone);
}
