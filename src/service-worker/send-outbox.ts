import { OutboxNews } from '#lib/device/outbox/outbox-news.ts';
import { openOutboxStore } from '#lib/device/outbox/outbox-store.ts';
import { inTurn, sendByHttp, sendWaiting } from '#lib/device/outbox/send-waiting.ts';
import { whoIsSignedIn } from '#lib/device/outbox/who-is-signed-in.ts';

/** Sends what waits for who is signed in, with no page open. @throws to be called again later */
export async function sendOutbox(): Promise<void> {
	const who = await whoIsSignedIn();
	if (who === 'unreachable') throw new Error('the server cannot be reached');
	if (typeof who === 'string') return; // the page asks to sign in
	const news = new OutboxNews();
	const sending = {
		store: openOutboxStore(),
		account: who.username,
		send: sendByHttp,
		changed: () => news.tell()
	};
	const hindrance = await inTurn(() => sendWaiting(sending));
	news.tell();
	news.close();
	if (hindrance === 'unreachable') throw new Error('the server cannot be reached');
}
