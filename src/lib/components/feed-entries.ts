import type { Fact } from '#lib/campaign/facts.ts';

/** What a feed tells in one line: one fact, or verdicts that one reviewer gave one after the other. */
export interface FeedEntry {
	/** Of its oldest fact: stays while an entry grows. */
	key: number;
	/** Its newest fact. */
	fact: Fact;
	count: number;
	/** It may have begun before what is known here. */
	open: boolean;
}

/** Gathers facts, newest first, into entries, newest first. */
export function feedEntries(facts: readonly Fact[]): FeedEntry[] {
	const entries: FeedEntry[] = [];
	for (const fact of facts) {
		const last = entries.at(-1);
		if (last && last.fact.kind === 'report.accepted' && isAlike(last.fact, fact)) {
			last.key = fact.seq;
			last.count++;
		} else entries.push({ key: fact.seq, fact, count: 1, open: false });
	}
	const oldest = entries.at(-1);
	if (oldest && oldest.count > 1 && oldest.key > 1) oldest.open = true;
	return entries;
}

function isAlike(newer: Fact, older: Fact): boolean {
	return newer.kind === older.kind && newer.actor === older.actor;
}
