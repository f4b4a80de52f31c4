import * as v from 'valibot';

// The one rule for what people write, wherever it comes in: a command, a package, the command line. What
// is kept can be stored by every part of the system, looks like what was meant, and says something.

/** Halves of letters: no encoding knows them, and PostgreSQL refuses them in JSON. */
const BROKEN = /[\uD800-\uDFFF]/u;
/** All that end a line, as they come from other systems; Word writes \v. */
const BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Turn the direction of all that follows, also of what stands behind the text on the page. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/;
/** Never seen and not needed by any writing here; what joins emoji (U+200D, U+FE0F) stays. */
const UNSEEN =
	/[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
/** What may stand at an end without being seen there. */
// eslint-disable-next-line no-misleading-character-class -- each of them by itself
const BLANK = /[\s\u034F\u115F\u1160\u17B4\u17B5\u200C\u200D\u2800\u3164\uFFA0]/;
/** A text of these alone is empty to the eye. */
const NOTHING = /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u;

export type Unfit = 'text_unseen' | 'text_one_line';

/** Why a text of one or of several lines is not taken; null when it is. */
export function unfit(text: string, lines: 'one' | 'several'): Unfit | null {
	const plain = lines === 'one' ? text : text.replace(BREAKS, '\n').replace(/[\n\t]/g, ' ');
	if (/[\n\r\t\v\f\u0085\u2028\u2029]/.test(plain)) return 'text_one_line';
	if (BROKEN.test(plain) || /\p{Cc}/u.test(plain)) return 'text_unseen';
	return lines === 'one' && TURNING.test(plain) ? 'text_unseen' : null;
}

/**
 * A text as it is kept: composed (NFC), so that equal words are equal; without what is never seen; without
 * blanks at its ends. Empty when there is nothing to see in it.
 */
export function tidy(text: string): string {
	const clean = text.replace(BREAKS, '\n').replace(UNSEEN, '').normalize('NFC');
	if (NOTHING.test(clean)) return '';
	let from = 0;
	let to = clean.length;
	while (BLANK.test(clean.charAt(from))) from++;
	while (BLANK.test(clean.charAt(to - 1))) to--;
	return clean.slice(from, to);
}

/** What was pasted or typed into a field of one line, as one line. */
export function oneLine(text: string): string {
	return tidy(text.replace(BREAKS, '\n').replace(/\s+/g, ' '));
}

const fit = (lines: 'one' | 'several') =>
	v.rawCheck<string>(({ dataset, addIssue }) => {
		const message = dataset.typed ? unfit(dataset.value, lines) : null;
		if (message) addIssue({ message });
	});
const written = (longest: number, lines: 'one' | 'several') =>
	v.pipe(
		v.string('text_expected'),
		v.maxLength(longest, 'text_too_long'), // first: what follows takes time
		fit(lines),
		v.transform(tidy)
	);
const telling = (longest: number, lines: 'one' | 'several', empty: string) =>
	v.pipe(
		v.string('text_expected'),
		v.minLength(1, empty),
		v.maxLength(longest, 'text_too_long'),
		fit(lines),
		v.transform(tidy),
		v.minLength(1, empty)
	);

/** Of at most `longest` characters, in several lines; may be empty. */
export const text = (longest: number) => written(longest, 'several');
/** Somebody will read it: it has to say something. */
export const saying = (longest: number, empty = 'text_empty') => telling(longest, 'several', empty);
/** A name or a title: one line that says something. */
export const line = (longest: number, empty = 'text_empty') => telling(longest, 'one', empty);
/** One line that may be empty. */
export const lineOrNothing = (longest: number) => written(longest, 'one');
