import type { Fact } from '#lib/campaign/facts.ts';

/**
 * What a feed tells in one line: one fact, or the verdicts of one reviewer within an hour, whatever came
 * between them, or reminders of the same day one after the other, whoever sent them.
 */
export interface FeedEntry {
	/** Of its oldest fact: stays while an entry grows. */
	key: number;
	/** Its newest fact. */
	fact: Fact;
	/** How many communes it is about. */
	count: number;
	/** Their codes, those of the newest fact first. */
	units: string[];
	/** It may have begun before what is known here. */
	open: boolean;
}

/** A sitting: verdicts further apart are two entries, in milliseconds of campaign time. */
const SITTING = 3_600_000;

/** Gathers facts, newest first, into entries, newest first. */
export function feedEntries(facts: readonly Fact[]): FeedEntry[] {
	const entries: FeedEntry[] = [];
	for (const fact of facts) {
		const units = communesOf(fact);
		const last = entries.at(-1);
		const known =
			fact.kind === 'report.accepted'
				? entries.find((entry) => isSameSitting(entry.fact, fact))
				: last && isSameReminder(last.fact, fact)
					? last
					: undefined;
		if (known) {
			known.key = fact.seq;
			known.count += units.length;
			known.units.push(...units);
		} else entries.push({ key: fact.seq, fact, count: units.length, units, open: false });
	}
	const oldest = facts.at(-1);
	for (const entry of entries) {
		const known = oldest && since(oldest, entry.fact) >= SITTING;
		entry.open = entry.count > 1 && !known && (oldest?.seq ?? 1) > 1 && mayGrow(entry, entries);
	}
	return entries;
}

/** Verdicts go on whatever comes between; reminders only as the oldest entry. */
function mayGrow(entry: FeedEntry, entries: readonly FeedEntry[]): boolean {
	return entry.fact.kind === 'report.accepted' || entry === entries.at(-1);
}

const since = (older: Fact, newer: Fact) => Date.parse(newer.at) - Date.parse(older.at);

function isSameSitting(newer: Fact, older: Fact): boolean {
	return (
		newer.kind === 'report.accepted' && newer.actor === older.actor && since(older, newer) < SITTING
	);
}

function isSameReminder(newer: Fact, older: Fact): boolean {
	return (
		newer.kind === 'report.reminded' &&
		older.kind === 'report.reminded' &&
		newer.data.date === older.data.date
	);
}

function communesOf({ data }: Fact): string[] {
	if ('units' in data) return [...data.units];
	if ('unit' in data) return [data.unit];
	if ('request' in data) return [data.request.unit];
	return 'visit' in data ? [data.visit.unit] : [''];
}
