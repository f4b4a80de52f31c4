import { version } from '$app/env';
import { assets, immutable } from '$app/manifest';
import { ASSETS_PREFIX, isPage, PAGES_PREFIX } from '#lib/device/pages-cache.ts';

const ASSETS = ASSETS_PREFIX + version;
export const PAGES = PAGES_PREFIX + version;
/** Shown in place of a page that has no copy. */
export const OFFLINE = '/offline';
/** Stands in a build's cache once all of it is there. */
const COMPLETE = '/_app/complete';

const root = (path: string) => (path.startsWith('/') ? path : `/${path}`);
const built = new Set(immutable.map(({ path }) => root(path)));
// Browsers that run this read woff2.
const files = [...built, ...assets.map(({ path }) => root(path))].filter(
	(path) => !path.endsWith('.woff')
);
const known = new Set(files);

/** Whether a path is a file of this build, or of an earlier one that an open tab still runs. */
export function isFile(pathname: string): boolean {
	return known.has(pathname) || pathname.startsWith('/_app/immutable/');
}

/** Fetches all that the product needs to start without a network. @throws when a file is missing */
export async function keepFiles(): Promise<void> {
	await Promise.all(files.map(addFile));
	await (await caches.open(ASSETS)).put(COMPLETE, new Response());
}

/** Forgets all builds but this one and the last whole one before it, which open tabs may still run. */
export async function forgetOldBuilds(): Promise<void> {
	const kept = new Set([version]);
	for (const name of await cacheNames(ASSETS_PREFIX)) {
		if (kept.size < 2 && (await (await caches.open(name)).match(COMPLETE))) {
			kept.add(name.slice(ASSETS_PREFIX.length));
		}
	}
	for (const prefix of [ASSETS_PREFIX, PAGES_PREFIX]) {
		const old = (await cacheNames(prefix)).filter((name) => !kept.has(name.slice(prefix.length)));
		await Promise.all(old.map((name) => caches.delete(name)));
	}
}

/** Names of the caches of a kind, the newest build first. */
async function cacheNames(prefix: string): Promise<string[]> {
	return (await caches.keys()).filter((name) => name.startsWith(prefix)).reverse();
}

/** A file of the build is taken over from an earlier one: its name says what is in it. */
async function addFile(path: string): Promise<void> {
	const cache = await caches.open(ASSETS);
	const before = built.has(path) ? await caches.match(path) : undefined;
	const response = before ?? (await fetch(path, { cache: built.has(path) ? 'default' : 'reload' }));
	if (!response.ok) throw new Error(`${path}: ${response.status}`);
	await cache.put(path, response);
}

/** A file from the cache; from the network where it is none of ours any more. */
export async function file(request: Request, path: string): Promise<Response> {
	const mine = await (await caches.open(ASSETS)).match(path);
	return mine ?? (await caches.match(path)) ?? fetch(request);
}

/** The newest copy of a page, whatever its address asked for. */
export async function copyOf(pathname: string): Promise<Response | undefined> {
	for (const name of await cacheNames(PAGES_PREFIX)) {
		const copy = await (await caches.open(name)).match(pathname, { ignoreVary: true });
		if (copy) return copy;
	}
	return undefined;
}

/** Pages that an earlier build had copies of. */
export async function pathsOfOldCopies(): Promise<string[]> {
	const names = (await cacheNames(PAGES_PREFIX)).filter((name) => name !== PAGES);
	const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
	const paths = requests.flat().map(({ url }) => new URL(url));
	const pages = paths.filter(({ pathname, search }) => isPage(pathname) && !search);
	return [...new Set(pages.map(({ pathname }) => pathname))];
}

/** Notes where the product's front door leads this person. */
export async function keepHome(path: string): Promise<void> {
	await (await caches.open(PAGES)).put('/', Response.redirect(path));
}

/** Fetches a page to keep a copy of it. */
export async function keepCopy(path: string): Promise<boolean> {
	return keep(path, await fetch(path, { headers: { accept: 'text/html' } }));
}

/** Fetches a page that has no copy by this build yet. */
export async function keepCopyOnce(path: string): Promise<void> {
	const kept = await (await caches.open(PAGES)).match(path, { ignoreVary: true });
	if (!kept) await keepCopy(path).catch(() => false);
}

/** Keeps a page that was really answered, and by this build: its files are here. Returns whether it did. */
export async function keep(pathname: string, response: Response): Promise<boolean> {
	const isHtml = response.headers.get('content-type')?.startsWith('text/html');
	if (response.status !== 200 || response.redirected || !isHtml) return false;
	if (pathname !== OFFLINE && !isPage(pathname)) return false;
	const copy = response.clone();
	const entry = /_app\/immutable\/entry\/start\.[\w-]+\.js/.exec(await response.text())?.[0];
	if (!entry || !built.has(`/${entry}`)) return false;
	await (await caches.open(PAGES)).put(pathname, copy);
	return true;
}
