import type { RequestDetails } from '#lib/protocol/request-details.ts';

/** Not a build's: what is kept is an answer of the public API, which another build reads as well. */
const NAME = 'tien-do-requests';
/** Pictures of requests, by their address; the worker keeps what is shown. */
export const PICTURES = 'tien-do-pictures';
/** So many requests are kept, the newest read ones. */
const MOST = 30;

/** Whose sign-in read it stands in the name: nobody is shown what another one read. */
const nameOf = (account: string, path: string) => `${path}?read_by=${encodeURIComponent(account)}`;

/** Keeps a request as it was read, to be read again without a network. */
export async function keepRequest(
	account: string,
	path: string,
	details: RequestDetails
): Promise<void> {
	await withCache(async (cache) => {
		const name = nameOf(account, path);
		await cache.delete(name); // what is put anew comes last
		await cache.put(name, Response.json(details));
		const names = await cache.keys();
		await Promise.all(names.slice(0, -MOST).map((old) => cache.delete(old)));
	});
}

/** A request as this account last read it on this device. */
export async function readKeptRequest(
	account: string,
	path: string
): Promise<RequestDetails | null> {
	return withCache(async (cache) => {
		const kept = await cache.match(nameOf(account, path));
		return kept ? ((await kept.json()) as RequestDetails) : null;
	});
}

/** Forgets a request that is no longer for this account. */
export async function forgetRequest(account: string, path: string): Promise<void> {
	await withCache((cache) => cache.delete(nameOf(account, path)));
}

/** Forgets every request that was read on this device, and its pictures. */
export async function forgetRequests(): Promise<void> {
	const { caches } = globalThis as Partial<WindowOrWorkerGlobalScope>;
	if (!caches) return;
	await Promise.all([NAME, PICTURES].map((name) => caches.delete(name).catch(() => false)));
}

/** Null where nothing can be kept: served without TLS, refused or full. */
async function withCache<Result>(use: (cache: Cache) => Promise<Result>): Promise<Result | null> {
	const { caches } = globalThis as Partial<WindowOrWorkerGlobalScope>;
	if (!caches) return null;
	try {
		return await use(await caches.open(NAME));
	} catch {
		return null;
	}
}
