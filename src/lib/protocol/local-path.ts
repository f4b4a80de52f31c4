const base = new URL('http://here.invalid');

/**
 * A path of this site, or '/' for anything that could lead away. Whatever comes from outside (an address's
 * parameters, a message, what a device kept) and says where to go passes here first, in pages, worker and
 * server alike. What it returns reads the same to every browser under every origin: `localPath` of it is
 * the same again.
 */
export function localPath(next: string | null | undefined): string {
	if (!next?.startsWith('/') || !URL.canParse(next, base)) return '/';
	// Parsed as a browser would: it drops tabs and newlines, reads '\' as '/' and resolves dots.
	const { origin, pathname, search, hash } = new URL(next, base);
	if (origin !== base.origin || pathname.startsWith('//')) return '/';
	return pathname + search + hash;
}
