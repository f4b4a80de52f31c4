import * as words from '#lib/paraglide/messages.js';

type Word = (params: Record<string, string | number>, options: { locale: 'vi' | 'en' }) => string;

/** The message of a refusal in the reader's language; `key` is one of `error_<key>` in the words. */
export function problemMessage(
	key: string,
	params: Record<string, string | number>,
	locale: 'vi' | 'en'
): string {
	const word = (words as unknown as Record<string, Word | undefined>)[`error_${key}`];
	return word ? word(params, { locale }) : key;
}
