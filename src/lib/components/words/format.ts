import type { Named } from '#lib/campaign/campaign.ts';
import { getLocale } from '#lib/paraglide/runtime.js';

const LANGUAGE = { vi: 'vi-VN', en: 'en-GB' } as const;
const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const key = `${getLocale()} ${name}`;
	let format = cache.get(key) as Intl.NumberFormat | undefined;
	if (!format) cache.set(key, (format = new Intl.NumberFormat(LANGUAGE[getLocale()], options)));
	return format;
}

function dateFormat(zone: string, name: string, options: Intl.DateTimeFormatOptions) {
	const key = `${getLocale()} ${zone} ${name}`;
	let format = cache.get(key) as Intl.DateTimeFormat | undefined;
	if (!format) {
		format = new Intl.DateTimeFormat(LANGUAGE[getLocale()], { timeZone: zone, ...options });
		cache.set(key, format);
	}
	return format;
}

/** 203584 → '203.584' in Vietnamese, '203,584' in English. Rounds to whole numbers. */
export function formatCount(count: number): string {
	return numberFormat('count', { maximumFractionDigits: 0 }).format(count);
}

/** Never rounded up to the whole: 99,6 % of the books is not all of them. 0.356 → '35,6 %' in Vietnamese, '35.6%' in English. */
export function formatShare(share: number, digits = 1): string {
	const text = numberFormat(`share${digits}`, {
		style: 'percent',
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(share < 1 ? Math.min(share, 1 - 10 ** -(digits + 2)) : share);
	return getLocale() === 'vi' ? text.replace('%', '\u00a0%') : text;
}

/** Clock time in the campaign's zone: '17:42:05', or '17:42'. */
export function formatTime(instant: Date, zone: string, withSeconds = false): string {
	return dateFormat(zone, `time${withSeconds}`, {
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
		...(withSeconds ? { second: '2-digit' } : {})
	}).format(instant);
}

/** A local date 'YYYY-MM-DD' → '7/3/2025' (vi), '07/03/2025' (en); with weekday: 'Thứ Sáu, 7/3/2025'. */
export function formatDate(date: string, withWeekday = false): string {
	return writeDate(date, `date${withWeekday}`, {
		day: 'numeric',
		month: 'numeric',
		year: 'numeric',
		...(withWeekday ? { weekday: 'long' } : {})
	});
}

/** A local date → '7/3'. */
export function formatDay(date: string): string {
	return writeDate(date, 'day', { day: 'numeric', month: 'numeric' });
}

/** Engines differ in whether Vietnamese dates have leading zeros: ours have none, on the server and on every device. */
function writeDate(date: string, name: string, options: Intl.DateTimeFormatOptions): string {
	const text = dateFormat('UTC', name, options).format(new Date(`${date}T00:00:00Z`));
	return getLocale() === 'vi' ? text.replace(/\b0(?=\d)/g, '') : text;
}

/**
 * The name of a thing in the reader's language. Not of a place: which of several of that name it is has to
 * be decided (`unit-name.ts`), so the compiler refuses it.
 */
export function nameOf({ name_vi, name_en }: Named & { type?: never }): string {
	return getLocale() === 'vi' ? name_vi : name_en;
}
