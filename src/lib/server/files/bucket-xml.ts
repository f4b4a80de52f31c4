/** An object of a bucket, as a listing names it. */
export interface Listed {
	key: string;
	modified: Date;
}

/**
 * A page of ListObjectsV2. `next`: what to ask the following page with, null after the last.
 * @throws when it is none: what is not a listing must not be read as an empty one
 */
export function pageIn(body: Buffer): { objects: Listed[]; next: string | null } {
	const xml = body.toString();
	if (!/<ListBucketResult[\s>]/.test(xml))
		throw new Error('The store of files answered no listing.');
	const objects = Array.from(xml.matchAll(/<Contents>(.*?)<\/Contents>/gs), ([, entry = '']) => ({
		key: textOf(entry, 'Key'),
		modified: new Date(textOf(entry, 'LastModified'))
	}));
	const isLast = textOf(xml, 'IsTruncated') !== 'true';
	return { objects, next: isLast ? null : textOf(xml, 'NextContinuationToken') || null };
}

/** What the store says is wrong. Empty texts when it says nothing we can read. */
export function errorIn(body: Buffer): { code: string; message: string } {
	const xml = body.toString('utf8', 0, 4000);
	return { code: textOf(xml, 'Code'), message: textOf(xml, 'Message') };
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function textOf(xml: string, element: string): string {
	const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
	return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
		if (hex) return String.fromCodePoint(Number.parseInt(hex as string, 16));
		if (decimal) return String.fromCodePoint(Number(decimal));
		return NAMED[name as string] ?? whole;
	});
}
