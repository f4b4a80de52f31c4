import type { Amounts, Campaign, Named } from '../campaign.ts';
import type { DayState } from '../board.ts';
import type { Dispute } from './disputes.ts';
import { fieldOf, MAX_AMOUNT, type ReportLine } from './report-line.ts';

/** How amounts are typed: what was done that `day`, or the total `so_far`, that day included. */
export type EntryMode = 'day' | 'so_far';

/** One day of a commune as the server has it. `received_at` is campaign time, ISO. */
export interface ReportedDay {
	date: string;
	revision: number;
	receipt: string;
	received_at: string;
	/** Whether the day's first revision came before the deadline. */
	timely: boolean;
	lines: ReportLine[];
	state?: DayState;
	/** What a reviewer wrote when the newest revision was returned. */
	returned?: { reason: string; at: string; by: Signed };
	/** Fields with numbers of two people; absent when none. */
	disputes?: NamedDispute[];
}

/** Who signed something. */
export type Signed = Named & { username: string };

/** A dispute with who typed each number (their name) and when it came (campaign time, ISO). */
export interface NamedDispute extends Dispute {
	typed: (Dispute['typed'][number] & { by: Signed; at: string })[];
}

/** What a typed text means. Problem keys are keys of the words. */
export type Entry =
	{ kind: 'empty' } | { kind: 'amount'; amount: number } | ({ kind: 'problem' } & EntryProblem);

export interface EntryProblem {
	key:
		| 'amount_not_number'
		| 'amount_not_whole'
		| 'amount_several'
		| 'amount_negative'
		| 'amount_too_large'
		| 'total_below';
	params: Record<string, string | number>;
}

/** Thousands grouped alike throughout by '.', ',', a space or an apostrophe: 1.240, 1,240,000. */
const GROUPED = /^[1-9]\d{0,2}(?:([., '’])\d{3})(?:\1\d{3})*$/;
/** Decimals that say nothing, as a spreadsheet writes a whole number: 1.234,00 and 1,234.00. */
const NO_DECIMALS = /^(\d+|[1-9]\d{0,2}(?:([., '’])\d{3})(?:\2\d{3})*)([.,])0+$/;
const DECIMAL = /^\d[\d., '’]*[.,]\d+$|^[.,]\d+$/;

/**
 * Reads a whole number as people type it in Vietnamese or English: '1.240', '1,240', '1240', '1.240,00'.
 * Cells that were pasted into one field are several numbers, never one: '12<tab>500' is not 12.500.
 */
export function parseAmount(text: string, most = MAX_AMOUNT): Entry {
	// NFKC turns full-width digits and no-break spaces into plain ones.
	const plain = text.normalize('NFKC').trim();
	if (plain === '') return { kind: 'empty' };
	const cells = plain.split(/[\t\r\n\v\f]+| {2,}/);
	if (cells.length > 1) return problem('amount_several', { seen: cells.join(' · ') });
	const negative = /^[-−–]/.test(plain);
	const body = plain.replace(/^[-−–+] ?/, '');
	const digits = GROUPED.test(body) ? body.replace(/\D/g, '') : wholePart(body);
	if (/^\d+$/.test(digits)) {
		const amount = Number(digits);
		if (negative && amount > 0) return problem('amount_negative');
		return amount > most ? problem('amount_too_large') : { kind: 'amount', amount };
	}
	if (DECIMAL.test(body)) return problem(negative ? 'amount_negative' : 'amount_not_whole');
	return problem('amount_not_number');
}

/** The digits of a number with nothing behind its decimal sign; any other text as it is. */
function wholePart(body: string): string {
	const [, whole, groups, sign] = NO_DECIMALS.exec(body) ?? [];
	return whole === undefined || groups === sign ? body : whole.replace(/\D/g, '');
}

function problem(key: EntryProblem['key'], params: EntryProblem['params'] = {}): Entry {
	return { kind: 'problem', key, params };
}

/** Reads a text in a mode; the amount is always the day's increment. `before`: done on earlier days. */
export function readEntry(text: string, mode: EntryMode, before: number): Entry {
	if (mode === 'day') return parseAmount(text);
	// A running total may pass a million; only the day's part of it may not.
	const total = parseAmount(text, Number.MAX_SAFE_INTEGER);
	if (total.kind !== 'amount') return total;
	const amount = total.amount - before;
	if (amount < 0) return problem('total_below', { before });
	return amount > MAX_AMOUNT ? problem('amount_too_large') : { kind: 'amount', amount };
}

/** What is typed for a day's increment in a mode. */
export function enteredFor(increment: number, mode: EntryMode, before: number): number {
	return mode === 'day' ? increment : increment + before;
}

/** Every field of a campaign's report, row by row. */
export function fieldsOf(campaign: Pick<Campaign, 'categories' | 'measures'>) {
	return campaign.categories.flatMap(({ key: category }) =>
		campaign.measures.map(({ key: measure }) => ({ category, measure }))
	);
}

/** Amounts of a day's lines by field; empty for a day nobody reported. */
export function amountsByField(lines: ReportLine[] = []): Amounts {
	return Object.fromEntries(lines.map((line) => [fieldOf(line), line.amount]));
}

/** Sums by field of the days before `date`. */
export function doneBefore(days: ReportedDay[], date: string): Amounts {
	const sums: Amounts = {};
	for (const { lines } of days.filter((day) => day.date < date)) {
		for (const line of lines) sums[fieldOf(line)] = (sums[fieldOf(line)] ?? 0) + line.amount;
	}
	return sums;
}

/** Sums by measure of a day's lines. */
export function sumByMeasure(lines: ReportLine[]): Amounts {
	const sums: Amounts = {};
	for (const { measure, amount } of lines) sums[measure] = (sums[measure] ?? 0) + amount;
	return sums;
}

/** The days of two sources in order of date; of the same day, the higher revision. */
export function mergeDays(days: ReportedDay[], newer: ReportedDay[]): ReportedDay[] {
	const merged = new Map<string, ReportedDay>();
	for (const day of [...days, ...newer]) {
		const known = merged.get(day.date);
		if (!known || day.revision >= known.revision) merged.set(day.date, day);
	}
	return [...merged.values()].sort((a, b) => a.date.localeCompare(b.date));
}

/** The lines of a day after `sent` was laid over them: fields not sent keep what they had. */
export function overlay(lines: ReportLine[], sent: ReportLine[]): ReportLine[] {
	const fields = new Set(sent.map(fieldOf));
	return [...lines.filter((line) => !fields.has(fieldOf(line))), ...sent];
}

/** The field that an error's path such as `lines.3.amount` speaks of, or null when it is none. */
export function fieldOfPath(path: string | undefined, sent: ReportLine[]): string | null {
	const index = /^lines\.(\d+)(?:\.|$)/.exec(path ?? '')?.[1];
	const line = index === undefined ? undefined : sent[Number(index)];
	return line ? fieldOf(line) : null;
}
