import { PICTURES } from '#lib/device/kept-requests.ts';

/** So many are kept, the newest seen ones: each is at most a few hundred kilobytes. */
const MOST = 60;
/** Not, or no longer, for whoever is signed in; a session that ended (401) changes nothing about that. */
const DENIED = new Set([403, 404]);

/** Whether a picture of a support request is asked for, to be shown. */
export function isPicture({ destination, url }: Request): boolean {
	const { pathname } = new URL(url);
	return destination === 'image' && /^\/api\/v1\/campaigns\/[^/]+\/files\/[^/]+$/.test(pathname);
}

/** The copy of a picture that was shown before to whoever uses this device. */
export async function copyOfPicture(path: string): Promise<Response | undefined> {
	return (await caches.open(PICTURES)).match(path, { ignoreVary: true });
}

/** Keeps what was shown, to be shown again without a network; forgets what may not be shown any more. */
export async function keepPicture(path: string, response: Response): Promise<void> {
	if (!response.ok && !DENIED.has(response.status)) return;
	const cache = await caches.open(PICTURES);
	await cache.delete(path, { ignoreVary: true }); // what is put anew comes last
	if (!response.ok) return;
	await cache.put(path, response);
	const kept = await cache.keys();
	await Promise.all(kept.slice(0, -MOST).map((old) => cache.delete(old, { ignoreVary: true })));
}
