import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RECONNECT, revive } from './reconnect.ts';

/** A server that takes every WebSocket and dies before it has said a word. */
async function startDying(): Promise<{ server: Server; taken: () => number }> {
	let taken = 0;
	const server = createServer();
	server.on('upgrade', ({ headers }, socket) => {
		taken++;
		socket.on('error', () => undefined);
		const accept = createHash('sha1')
			.update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
			.digest('base64');
		socket.end(
			'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
				`Sec-WebSocket-Accept: ${accept}\r\n\r\n`
		);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return { server, taken: () => taken };
}

test('a connection that ends before the first word is tried again', async () => {
	const { server, taken } = await startDying();
	const { port } = server.address() as AddressInfo;
	const socket = io(`http://127.0.0.1:${port}`, {
		transports: ['websocket'],
		forceNew: true,
		...RECONNECT
	});
	const timer = setInterval(() => revive(socket), 50);
	onTestFinished(() => {
		clearInterval(timer);
		socket.disconnect();
	});
	await vi.waitFor(() => expect(taken()).toBeGreaterThan(2), 4000);
});
