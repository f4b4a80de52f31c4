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

/** A field as it stood: its number, and the revision that named it last. */
export interface StandingLine extends ReportLine {
	revision: number;
}

/**
 * The fields of a day that wait to be settled after one more revision. Different fields merge; the same field
 * changed to another number by somebody who had not seen the change is disputed, until a later revision that
 * has seen all of it names the field again.
 * @param before those that waited until then
 * @param stood fields as they stood until then; only those that the revision names are looked at
 */
export function disputesAfter(
	before: readonly Dispute[],
	stood: readonly StandingLine[],
	{ revision, base_revision, lines }: RevisionLines
): Dispute[] {
	const stands = new Map(stood.map((line) => [fieldOf(line), line]));
	const open = new Map(before.map((dispute) => [fieldOf(dispute), dispute]));
	for (const { category, measure, amount } of lines) {
		const field = fieldOf({ category, measure });
		const last = stands.get(field);
		if (last === undefined || last.revision <= base_revision) {
			open.delete(field);
		} else if (last.amount !== amount) {
			const first = { revision: last.revision, amount: last.amount };
			const typed = open.get(field)?.typed ?? [first];
			open.set(field, { category, measure, typed: [...typed, { revision, amount }] });
		}
	}
	return [...open.values()];
}
