import type { Fact } from '#lib/campaign/facts.ts';

/**
 * What a feed tells in one line: one fact, or verdicts that one reviewer gave one after the other, or
 * reminders of the same day, whoever sent them.
 */
export interface FeedEntry {
	/** Of its oldest fact: stays while an entry grows. */
	key: number;
	/** Its newest fact. */
	fact: Fact;
	/** How many communes it is about. */
	count: number;
	/** It may have begun before what is known here. */
	open: boolean;
}

/** Gathers facts, newest first, into entries, newest first. */
export function feedEntries(facts: readonly Fact[]): FeedEntry[] {
	const entries: FeedEntry[] = [];
	for (const fact of facts) {
		const last = entries.at(-1);
		if (last && isAlike(last.fact, fact)) {
			last.key = fact.seq;
			last.count += communesOf(fact);
		} else entries.push({ key: fact.seq, fact, count: communesOf(fact), open: false });
	}
	const oldest = entries.at(-1);
	if (oldest && oldest.count > 1 && oldest.key > 1) oldest.open = true;
	return entries;
}

function isAlike(newer: Fact, older: Fact): boolean {
	if (newer.kind === 'report.reminded' && older.kind === 'report.reminded') {
		return newer.data.date === older.data.date;
	}
	return (
		newer.kind === 'report.accepted' && older.kind === newer.kind && newer.actor === older.actor
	);
}

function communesOf(fact: Fact): number {
	return fact.kind === 'report.reminded' ? fact.data.units.length : 1;
}
