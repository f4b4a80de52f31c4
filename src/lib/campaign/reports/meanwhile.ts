import type { Amounts } from '../campaign.ts';

/** A field that somebody else changed while it was being typed here. */
interface ChangedField {
	field: string;
	/** The day's amount when typing began, and now; undefined when nobody had reported it. */
	from: number | undefined;
	to: number | undefined;
}

/** A field that was typed here and changed elsewhere to another number. */
interface ClashingField extends ChangedField {
	typed: number;
}

/** What a newer revision did to a day that is being typed. */
export interface Meanwhile {
	/** Not typed here: they are taken over. */
	merged: ChangedField[];
	/** Typed here as well: somebody has to say which number is right. */
	clashes: ClashingField[];
}

/**
 * Compares a day with what it was when typing began. The same number on both sides is no clash.
 * @param typed amounts typed here, by field; fields nobody touched are absent
 */
export function changedMeanwhile(
	fields: readonly string[],
	{ stood, stands, typed }: { stood: Amounts; stands: Amounts; typed: Amounts }
): Meanwhile {
	const merged: ChangedField[] = [];
	const clashes: ClashingField[] = [];
	for (const field of fields) {
		const [from, to, here] = [stood[field], stands[field], typed[field]];
		if (from === to) continue;
		if (here === undefined) merged.push({ field, from, to });
		else if (here !== to) clashes.push({ field, from, to, typed: here });
	}
	return { merged, clashes };
}
