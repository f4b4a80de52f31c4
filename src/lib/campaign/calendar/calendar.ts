import type { Campaign } from '../campaign.ts';

const DAY = 86_400_000;
const formatters = new Map<string, Intl.DateTimeFormat>();

const QUARTER = 15 * 60_000;
const offsets = new Map<string, number>();

/**
 * Milliseconds that local time in `zone` is ahead of UTC at `instant`. Asking Intl is slow and a board
 * asks hundreds of times about the same few moments; clocks change on the quarter hour.
 */
function zoneOffset(instant: Date, zone: string): number {
	const key = `${Math.floor(instant.getTime() / QUARTER)} ${zone}`;
	let offset = offsets.get(key);
	if (offset === undefined) {
		if (offsets.size >= 1000) offsets.clear();
		offsets.set(key, (offset = askZoneOffset(instant, zone)));
	}
	return offset;
}

function askZoneOffset(instant: Date, zone: string): number {
	let formatter = formatters.get(zone);
	if (!formatter) {
		formatter = new Intl.DateTimeFormat('en-US', {
			timeZone: zone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric'
		});
		formatters.set(zone, formatter);
	}
	const part: Record<string, number> = {};
	for (const { type, value } of formatter.formatToParts(instant)) part[type] = Number(value);
	const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
	const whole = Math.floor(instant.getTime() / 1000) * 1000;
	return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/** Whether a text is a day 'YYYY-MM-DD' that the calendar has, in a year in which anything may happen here. */
export function isDate(text: string, years = { from: 2000, to: 2100 }): boolean {
	const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
	// Engines read 30 February as 2 March.
	if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(text)) return false;
	const year = Number(text.slice(0, 4));
	return year >= years.from && year <= years.to;
}

/** Local date 'YYYY-MM-DD' at `instant`. */
export function localDate(instant: Date, zone: string): string {
	return new Date(instant.getTime() + zoneOffset(instant, zone)).toISOString().slice(0, 10);
}

/** Milliseconds since local midnight at `instant`. */
export function localMilliseconds(instant: Date, zone: string): number {
	const local = instant.getTime() + zoneOffset(instant, zone);
	return ((local % DAY) + DAY) % DAY;
}

/** The instant at which clocks in `zone` show `date` and `milliseconds` since midnight. */
export function instantAt(date: string, milliseconds: number, zone: string): Date {
	const local = Date.parse(`${date}T00:00:00Z`) + milliseconds;
	// Twice: the first guess may lie on the other side of a change of offset.
	let instant = local - zoneOffset(new Date(local), zone);
	instant = local - zoneOffset(new Date(instant), zone);
	return new Date(instant);
}

/** Milliseconds since midnight of a local 'HH:MM' (or 'HH:MM:SS'); '24:00' is the end of the day. */
export function millisecondsOf(time: string): number {
	const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
	return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** `date` moved by whole days. */
export function addDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

type Period = Pick<Campaign, 'starts_on' | 'ends_on'>;

/** How many days the campaign has. */
export function campaignLength({ starts_on, ends_on }: Period): number {
	return daysBetween(starts_on, ends_on) + 1;
}

/** Every date of the campaign, first to last. */
export function campaignDates(campaign: Period): string[] {
	return Array.from({ length: campaignLength(campaign) }, (_, i) => addDays(campaign.starts_on, i));
}

/** 1 on the first day; 0 before it, the campaign's length after the last. */
export function dayNumber(campaign: Period, today: string): number {
	const day = daysBetween(campaign.starts_on, today) + 1;
	return Math.min(Math.max(day, 0), campaignLength(campaign));
}

type Deadlines = Pick<Campaign, 'timely_by' | 'lock_after_days' | 'time_zone'>;

/** The last instant at which a report for `date` is timely. */
export function timelyUntil(campaign: Deadlines, date: string): Date {
	return instantAt(date, millisecondsOf(campaign.timely_by), campaign.time_zone);
}

/** The instant from which the day `date` is locked. */
export function locksAt(campaign: Deadlines, date: string): Date {
	return timelyUntil(campaign, addDays(date, campaign.lock_after_days));
}

/**
 * Where a campaign is at `now`. `closing`: its days are over and the last of them still take corrections;
 * `result`: all are locked, and what stands is what was done.
 */
export type CampaignPhase = 'before' | 'during' | 'closing' | 'result';

export function campaignPhase(campaign: Period & Deadlines, now: Date): CampaignPhase {
	const today = localDate(now, campaign.time_zone);
	if (today < campaign.starts_on) return 'before';
	if (today <= campaign.ends_on) return 'during';
	return now < locksAt(campaign, campaign.ends_on) ? 'closing' : 'result';
}

/** Days after the last one in which something may still fall due: confirmations, claims, notices. */
const SETTLED_AFTER = 30;

/** Whether something of a campaign may still fall due; nobody looks after one that is long over. */
export function isLiving(
	{ ends_on, time_zone }: Period & { time_zone: string },
	now: Date
): boolean {
	return localDate(now, time_zone) <= addDays(ends_on, SETTLED_AFTER);
}

/** Days of the campaign whose timely deadline has passed at `now`. */
export function closedDays(campaign: Campaign, now: Date): number {
	const today = localDate(now, campaign.time_zone);
	const day = dayNumber(campaign, today);
	if (day === 0) return 0;
	if (today > campaign.ends_on) return day;
	return now > timelyUntil(campaign, today) ? day : day - 1;
}
