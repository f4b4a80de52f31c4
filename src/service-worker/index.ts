/// <reference lib="webworker" />
import { self } from '$app/service-worker';
import { SYNC_TAG } from '#lib/device/outbox/when-to-send.ts';
import { isPage, isPageData, pageOf, type KeepPages } from '#lib/device/pages-cache.ts';
import {
	copyOf,
	file,
	forgetOldBuilds,
	isFile,
	keep,
	keepCopy,
	keepCopyOnce,
	keepFiles,
	keepHome,
	OFFLINE,
	PAGES,
	pathsOfOldCopies
} from './caches.ts';
import { copyOfPicture, isPicture, keepPicture } from './pictures.ts';
import { openMessage, showMessage } from './push.ts';
import { sendOutbox } from './send-outbox.ts';

// The product without a network: build and static files from the cache, pages from the network while it
// answers and else from their last copy, waiting reports sent when the browser says that it can.

/** How long the network may take before the last copy of a page is shown, in milliseconds. */
const PATIENCE = 4_000;
/** What a proxy says when nobody, or nobody able, is behind it. */
const NOBODY_THERE = new Set([502, 503, 504]);

self.addEventListener('install', (event) => {
	event.waitUntil(
		(async () => {
			await keepFiles();
			await keepCopy(OFFLINE);
			await Promise.all(
				(await pathsOfOldCopies()).map((path) => keepCopy(path).catch(() => false))
			);
			await self.skipWaiting();
		})()
	);
});

self.addEventListener('activate', (event) => {
	event.waitUntil(
		(async () => {
			await forgetOldBuilds();
			await self.clients.claim();
		})()
	);
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (url.origin !== self.location.origin || request.method !== 'GET') return;
	if (isFile(url.pathname)) {
		event.respondWith(file(request, url.pathname));
	} else if (request.mode === 'navigate') {
		event.respondWith(page(event, url));
	} else if (isPageData(url.pathname)) {
		event.respondWith(pageData(event, url));
	} else if (isPicture(request)) {
		event.respondWith(picture(event, url));
	}
});

self.addEventListener('message', (event) => {
	const { keep = [] } = (event.data ?? {}) as Partial<KeepPages>;
	const pages = keep.filter(isPage);
	event.waitUntil(
		(async () => {
			// A page whose loading began before this worker was active was not there to be claimed.
			await self.clients.claim();
			if (pages[0]) await keepHome(pages[0]);
			for (const path of pages) await keepCopyOnce(path);
		})()
	);
});

self.addEventListener('push', (event) => event.waitUntil(showMessage(event.data)));
self.addEventListener('notificationclick', (event) => {
	event.waitUntil(openMessage(event.notification));
});

/** Background Sync; where it is absent the open page sends. A rejection makes the browser try again. */
self.addEventListener('sync' as 'message', (event) => {
	if ((event as unknown as { tag: string }).tag === SYNC_TAG) event.waitUntil(sendOutbox());
});

async function page(event: FetchEvent, url: URL): Promise<Response> {
	const { pathname } = url;
	const name = pageOf(pathname);
	const kept = await copyOf(name);
	if (kept && pathname === OFFLINE) return kept;
	const fetching = fetch(event.request);
	event.waitUntil(
		fetching
			.then(async (response) => {
				if (name === pathname) await keep(name, response.clone());
				else if (response.ok) await keepCopyOnce(name);
			})
			.catch(() => {})
	);
	return (
		(await patiently(fetching, kept)) ??
		Response.redirect(`${OFFLINE}?to=${encodeURIComponent(pathname + url.search)}`)
	);
}

/** The data of a page that is reached by a link; what was asked for is part of its name. A reload finds the page. */
async function pageData(event: FetchEvent, url: URL): Promise<Response> {
	const asked = ['x-sveltekit-invalidated', 'unit'].map((name) => url.searchParams.get(name));
	const path = pageOf(url.pathname.replace(/\/__data\.json$/, ''));
	const key = `${path}/__data.json?${asked.join(' ')}`;
	const fetching = fetch(event.request);
	event.waitUntil(
		fetching
			.then(async (response) => {
				const copy = response.clone();
				const text = response.ok ? await response.clone().text() : '';
				// A redirect to the sign-in page is told in the same form.
				if (!text.startsWith('{"type":"data"')) return;
				await (await caches.open(PAGES)).put(key, copy);
				await keepCopyOnce(path);
			})
			.catch(() => {})
	);
	const kept = await (await caches.open(PAGES)).match(key, { ignoreVary: true });
	return (await patiently(fetching, kept)) ?? Response.error();
}

/** Access is asked each time; without an answer what was shown before is shown again. */
async function picture(event: FetchEvent, { pathname }: URL): Promise<Response> {
	const fetching = fetch(event.request);
	event.waitUntil(
		fetching.then((response) => keepPicture(pathname, response.clone())).catch(() => {})
	);
	return (await patiently(fetching, await copyOfPicture(pathname))) ?? Response.error();
}

/** What the network says, when it says something in time; else the copy, when there is one. */
async function patiently(
	fetching: Promise<Response>,
	kept: Response | undefined
): Promise<Response | undefined> {
	try {
		const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE, undefined));
		const response = await (kept ? Promise.race([fetching, late]) : fetching);
		return kept && (!response || NOBODY_THERE.has(response.status)) ? kept : response;
	} catch {
		return kept;
	}
}
