import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';

/**
 * A page keeps the language it came in; choosing another loads it anew. Otherwise every word would look
 * at the address and the cookies again.
 */
export function init(): void {
	const locale = getLocale();
	overwriteGetLocale(() => locale);
}
