const base = new URL('http://here.invalid');

/** Where to go after signing in: a path of this site, or '/' for anything that could lead away. */
export function localPath(next: string | null): string {
	if (!next?.startsWith('/') || !URL.canParse(next, base)) return '/';
	// Parsed as a browser would: it drops tabs and newlines and reads '\' as '/'.
	const { origin, pathname, search, hash } = new URL(next, base);
	if (origin !== base.origin || pathname.startsWith('//')) return '/';
	return pathname + search + hash;
}
