/// <reference lib="webworker" />
import { self } from '$app/service-worker';
import { localPath } from '#lib/protocol/local-path.ts';

/** As `src/lib/server/notices/messages.ts` writes it. */
interface Message {
	title: string;
	body: string;
	/** Path of the page it is about. */
	url: string;
	tag: string;
	unread: number;
	read?: Read;
}

/** What a tap on a message has read, and where that is said. */
interface Read {
	at: string;
	threads: string[];
}

/** Shows a message. Browsers insist that every one is shown. */
export async function showMessage(data: PushMessageData | null): Promise<void> {
	const { title, body, url, tag, unread, read } = data?.json() as Message;
	const badge = navigator as Navigator & { setAppBadge?: (count: number) => Promise<void> };
	await badge.setAppBadge?.(unread).catch(() => {});
	await self.registration.showNotification(title, {
		body,
		tag,
		icon: '/icons/icon-192.png',
		data: { url, read }
	});
}

/** Opens the page a message is about, in a window that is open already if there is one. */
export async function openMessage(notification: Notification): Promise<void> {
	notification.close();
	const { url, read } = notification.data as { url: string; read?: Read };
	const to = new URL(localPath(url), self.location.origin);
	if (read && read.threads.length > 0) void markRead(read);
	const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
	const [open] = windows;
	if (!open) return void (await self.clients.openWindow(to.href));
	await open.focus();
	await open.navigate(to.href).catch(() => self.clients.openWindow(to.href));
}

/** What was tapped is read; a phone without a network says it when its page is opened. */
async function markRead({ at, threads }: Read): Promise<void> {
	await fetch(new URL(at, self.location.origin), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ threads })
	}).catch(() => undefined);
}
