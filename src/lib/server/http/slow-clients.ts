import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How often it is looked who is slow, and over how long that is judged, in milliseconds. */
const USUAL = { every: 1_000, over: 10_000 };
/** Whoever sends or takes fewer bytes than this in such a while is cut: 1 kB a second. */
const LEAST = 10_000;
/** Answers of one account that may lie here because their readers are slow, in bytes. */
const UNREAD_LIMIT = 32 * 1024 * 1024;

type AskedBy = IncomingMessage & { accountId?: number };
interface Watched {
	request: AskedBy;
	response: ServerResponse;
	/** When this while began, and what had passed until then, in bytes. */
	since: number;
	sent: number;
	taken: number;
}

/**
 * Ends requests whose client is too slow to be waited for: one that sends its body byte by byte, and one that
 * leaves large answers in our memory. What we do not read ourselves is not its slowness and does not count.
 * @returns how to stop
 */
export function cutSlowClients(server: Server, { every, over } = USUAL): () => void {
	const open = new Set<Watched>();
	server.on('request', (request: AskedBy, response: ServerResponse) => {
		const { socket } = request;
		const passed = { sent: socket.bytesRead, taken: takenFrom(socket) };
		const watched = { request, response, since: Date.now(), ...passed };
		open.add(watched);
		response.once('close', () => open.delete(watched));
	});
	const timer = setInterval(() => {
		const now = Date.now();
		for (const watched of open) judge(watched, now, over);
		cutUnread(open);
	}, every);
	timer.unref();
	return () => clearInterval(timer);
}

function judge(watched: Watched, now: number, over: number): void {
	const { request, response } = watched;
	const { socket } = request;
	const sending = !request.complete && !request.isPaused() && request.readableLength === 0;
	const taking = response.headersSent && socket.writableLength > 0;
	const passed = { sent: socket.bytesRead, taken: takenFrom(socket) };
	const slow =
		(sending && passed.sent - watched.sent < LEAST) ||
		(taking && passed.taken - watched.taken < LEAST);
	if (!slow) Object.assign(watched, passed, { since: now });
	else if (now - watched.since > over) cut(watched);
}

function cut({ request: { socket }, response }: Watched): void {
	if (response.headersSent) return void socket.destroy();
	// As Node answers a request that takes too long as a whole.
	socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy());
}

/** Bytes the network has taken from us; a large answer is one write, of which it takes parts. */
function takenFrom(socket: Socket): number {
	const { _handle } = socket as Socket & { _handle?: { writeQueueSize?: number } | null };
	return socket.bytesWritten - (_handle?.writeQueueSize ?? socket.writableLength);
}

/** An account that leaves too much unread loses the largest of it. */
function cutUnread(open: Set<Watched>): void {
	const unread = [...open].filter(({ request }) => request.socket.writableLength > 0);
	const byAccount = Map.groupBy(unread, ({ request }) => request.accountId);
	for (const [account, answers] of byAccount) {
		if (account === undefined) continue;
		const sizes = answers.map(({ request: { socket } }) => ({
			socket,
			size: socket.writableLength
		}));
		let sum = sizes.reduce((all, { size }) => all + size, 0);
		for (const { socket, size } of sizes.toSorted((a, b) => b.size - a.size)) {
			if (sum <= UNREAD_LIMIT) break;
			socket.destroy();
			sum -= size;
		}
	}
}
