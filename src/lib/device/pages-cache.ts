import { localPath } from '#lib/protocol/local-path.ts';

/** Names of the worker's caches begin so; the build's version follows. */
export const PAGES_PREFIX = 'tien-do-pages-';
export const ASSETS_PREFIX = 'tien-do-assets-';

/** What a page asks of the worker: to keep copies of these pages, for when there is no network. */
export interface KeepPages {
	/** The first of them is where '/' leads this person. */
	keep: string[];
}

/** Asks the worker for copies of pages that it has none of yet. @param pages the person's first page first */
export function keepPages(pages: string[]): void {
	const worker = (navigator as Partial<Navigator>).serviceWorker;
	const message: KeepPages = { keep: pages };
	void worker?.ready.then(({ active }) => active?.postMessage(message));
}

/** Forgets every copy of a page with somebody's figures. */
export async function forgetPages(): Promise<void> {
	const { caches } = globalThis as Partial<WindowOrWorkerGlobalScope>;
	if (!caches) return; // served without TLS
	const names = await caches.keys();
	const kept = names.filter((name) => name.startsWith(PAGES_PREFIX));
	await Promise.all(
		kept.map(async (name) => {
			const cache = await caches.open(name);
			const requests = await cache.keys();
			const personal = requests.filter(({ url }) => isPersonal(new URL(url).pathname));
			await Promise.all(personal.map((request) => cache.delete(request)));
		})
	);
}

/** Whether a path is a page of which a copy is kept, to open without a network; also one that '/' may lead to. */
export function isPage(pathname: string): boolean {
	if (localPath(pathname) !== pathname) return false;
	return /^\/[^/]+\/(?:report|today|map|requests|requests\/new)$/.test(pathname);
}

/** The page whose copy opens a path: one request opens with the page of all of them. */
export function pageOf(pathname: string): string {
	return pathname.replace(/^(\/[^/]+\/requests)\/[1-9]\d*$/, '$1');
}

/** Whether a path is what such a page asks for when it is reached by a link. */
export function isPageData(pathname: string): boolean {
	const [, page] = /^(.+)\/__data\.json$/.exec(pathname) ?? [];
	return page !== undefined && isPage(pageOf(page));
}

/** What goes with whoever used the device: pages, their data, and where '/' leads. */
function isPersonal(pathname: string): boolean {
	return pathname === '/' || isPage(pathname) || isPageData(pathname);
}
