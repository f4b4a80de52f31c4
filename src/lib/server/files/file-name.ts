const LONGEST = 120;

/** What a name must not carry: control characters, and marks that turn the writing round. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu;

/** A name fit to be shown and to be saved under: without a path, without what is not seen. Empty: none. */
export function cleanName(given: string): string {
	const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
	const clean = last
		.replace(UNSEEN, '')
		.replace(/[<>:"|?*]/g, '_')
		.replace(/\s+/g, ' ')
		.replace(/^[. ]+|[. ]+$/g, '');
	if ([...clean].length <= LONGEST) return clean;
	const extension = extensionOf(clean);
	const tail = extension ? `.${extension}` : '';
	return [...clean].slice(0, LONGEST - tail.length).join('') + tail;
}

/** After the last dot, in small letters; empty when there is none. */
export function extensionOf(name: string): string {
	return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
}
