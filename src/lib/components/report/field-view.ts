import { enteredFor, readEntry, type Entry, type EntryMode } from '#lib/campaign/reports/entry.ts';
import { formatCount } from '#lib/components/words/format.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { problemMessage } from '#lib/protocol/problem-words.ts';

/** One field as it stands: what it shows, what that means, and what is wrong with it (in words). */
export interface FieldView {
	text: string;
	entry: Entry;
	before: number;
	/** The day's amount as it stands; undefined when nobody reported it. */
	standing: number | undefined;
	problem: string | null;
}

/** What is known of a field before it is looked at. */
interface FieldState {
	/** What somebody typed; undefined when nobody did. */
	typed: string | undefined;
	standing: number | undefined;
	/** Done on earlier days. */
	before: number;
	mode: EntryMode;
	/** Whether what is wrong with the text is said: not while it is being typed for the first time. */
	left: boolean;
	/** What was said about the field from outside, in words. */
	said: string | null;
}

/** Reads a field: what was typed, else what stands. */
export function viewField({ typed, standing, before, mode, left, said }: FieldState): FieldView {
	const text = typed ?? (standing === undefined ? '' : written(standing, mode, before));
	const entry = readEntry(text, mode, before);
	const problem =
		entry.kind === 'problem' && left
			? problemMessage(entry.key, entry.params, getLocale())
			: (said ?? null);
	return { text, entry, before, standing, problem };
}

/** A day's increment as it is typed in a mode. */
export function written(increment: number, mode: EntryMode, before: number): string {
	return formatCount(enteredFor(increment, mode, before));
}
