import { fieldOf, type ReportLine } from './report-line.ts';

/** What one revision of a day said, and what its sender had seen. */
export interface RevisionLines {
	revision: number;
	/** Newest revision the sender had seen; 0 when none. */
	base_revision: number;
	lines: ReportLine[];
}

/** A field with numbers of two or more people who had not seen each other's. */
export interface Dispute {
	category: string;
	measure: string;
	/** Every number, oldest first. The last stands provisionally, until the commune settles it. */
	typed: { revision: number; amount: number }[];
}

/**
 * The fields of a day that wait to be settled. Different fields merge; the same field changed to another
 * number by somebody who had not seen the change is disputed, until a later revision that has seen all
 * of it names the field again.
 * @param revisions of one day, in their order
 */
export function disputesOf(revisions: readonly RevisionLines[]): Dispute[] {
	const stands = new Map<string, { revision: number; amount: number }>();
	const open = new Map<string, Dispute>();
	for (const { revision, base_revision, lines } of revisions) {
		for (const { category, measure, amount } of lines) {
			const field = fieldOf({ category, measure });
			const last = stands.get(field);
			const unseen = last !== undefined && last.revision > base_revision;
			if (unseen && last.amount !== amount) {
				const typed = open.get(field)?.typed ?? [last];
				open.set(field, { category, measure, typed: [...typed, { revision, amount }] });
			} else if (!unseen) open.delete(field);
			stands.set(field, { revision, amount });
		}
	}
	return [...open.values()];
}
