import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutSlowClients } from './slow-clients.ts';

let server: Server;
let stop: () => void;
beforeAll(async () => {
	server = createServer((request, response) => {
		if (request.url === '/unread') return; // we do not read it: not the client's fault
		if (request.url === '/large') return void response.end(Buffer.alloc(64 * 1024 ** 2));
		request.resume().on('end', () => response.end('thanks'));
		request.on('error', () => undefined);
	});
	stop = cutSlowClients(server, { every: 50, over: 300 });
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => {
	stop();
	server.closeAllConnections();
	server.close();
});

/** A client that sends a head, and what it was answered until it was cut or time was up. */
async function ask(path: string, body: (socket: Socket) => void, within = 2_000) {
	const { port } = server.address() as AddressInfo;
	const socket = connect(port, '127.0.0.1');
	let answer = '';
	socket.on('error', () => undefined);
	socket.on('data', (bytes: Buffer) => (answer += bytes.toString()));
	socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 200000\r\n\r\n`);
	body(socket);
	const closed = once(socket, 'close').then(() => 'cut');
	const ended = await Promise.race([closed, sleep(within, 'open')]);
	socket.destroy();
	return { ended, status: answer.slice(9, 12) };
}

/** Sends so many bytes, so often, so many times or until the connection is gone. */
const sending =
	(bytes: number, every: number, times = Infinity) =>
	(socket: Socket) => {
		let sent = 0;
		const timer = setInterval(() => {
			if (sent++ < times) socket.write(Buffer.alloc(bytes));
		}, every);
		socket.on('close', () => clearInterval(timer));
	};

test('a body that comes byte by byte is cut with 408, and so is none', async () => {
	const [trickle, none] = await Promise.all([ask('/', sending(1, 20)), ask('/', () => undefined)]);
	expect([trickle, none]).toEqual([
		{ ended: 'cut', status: '408' },
		{ ended: 'cut', status: '408' }
	]);
});

test('a body that comes slowly but comes is waited for', async () => {
	expect(await ask('/', sending(10_000, 50, 20), 1_800)).toEqual({ ended: 'open', status: '200' });
});

test('what we do not read is not the client’s slowness', async () => {
	expect(await ask('/unread', sending(1, 20), 1_000)).toEqual({ ended: 'open', status: '' });
});

test('a large answer that nobody takes is not kept', async () => {
	const { port } = server.address() as AddressInfo;
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => undefined);
	socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
	const open = () => new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
	await expect.poll(open).toBe(1);
	await expect.poll(open, { timeout: 3_000 }).toBe(0);
	socket.destroy();
});
