import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import {
	Agent,
	request as ask,
	type IncomingMessage,
	type Server,
	type ServerResponse
} from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { privateAddress, type WorkerPlace } from './place.ts';

/** As Engine.IO answers for a session it does not know: the client begins anew, anywhere. */
const UNKNOWN = JSON.stringify({ code: 1, message: 'Session ID unknown' });

/** A new id for a connection of the live channel; it says whose it is. */
export function connectionId({ slot }: WorkerPlace): string {
	return `${slot}.${randomBytes(15).toString('base64url')}`;
}

/**
 * The slot of the worker that knows the connection a request is about; null when it names none. Of other paths
 * `sid` says nothing: a page or a sign-in is answered by whoever got it, who alone knows where it came from.
 */
export function slotOf(url: string | undefined): number | null {
	if (!url?.startsWith('/socket.io/')) return null;
	const slot = /[?&]sid=(\d{1,4})\./.exec(url)?.[1];
	return slot === undefined ? null : Number(slot);
}

/**
 * Passes requests about connections of other workers on to them. A WebSocket is one connection and needs
 * none of this; polling is many requests, and a proxy in front may send each over another of its own.
 * @param server the live channel is attached to it already
 * @returns how to stop listening for the others
 */
export async function passOn(server: Server, place: WorkerPlace): Promise<() => void> {
	const serve = server.listeners('request') as ((...args: unknown[]) => void)[];
	const upgrade = server.listeners('upgrade') as ((...args: unknown[]) => void)[];
	const owner = ({ url }: IncomingMessage): string | null => {
		const slot = slotOf(url);
		return slot === null || slot === place.slot ? null : privateAddress({ ...place, slot });
	};
	server.removeAllListeners('request').removeAllListeners('upgrade');
	server.on('request', (request, response) => {
		const address = owner(request);
		if (address) passRequest(request, response, address);
		else for (const listener of serve) listener.call(server, request, response);
	});
	server.on('upgrade', (request, socket, head) => {
		const address = owner(request);
		if (address) passUpgrade(request, socket, head, address);
		else for (const listener of upgrade) listener.call(server, request, socket, head);
	});

	const path = privateAddress(place);
	await rm(path, { force: true });
	const listener = createServer((socket: Socket) => server.emit('connection', socket));
	listener.listen({ path, exclusive: true }); // not shared by the workers as their port is
	await once(listener, 'listening');
	return () => listener.close();
}

/** Connections between workers stay open, whatever the client does with its own. */
const agent = new Agent({ keepAlive: true });

function passRequest(request: IncomingMessage, response: ServerResponse, address: string): void {
	const { method, url } = request;
	const headers = { ...request.headers, connection: 'keep-alive' };
	const passed = ask({ agent, socketPath: address, method, path: url, headers });
	passed.on('response', (answer) => {
		const { connection: _, 'keep-alive': __, ...rest } = answer.headers;
		response.writeHead(answer.statusCode ?? 502, rest);
		answer.pipe(response);
	});
	passed.on('error', () => {
		if (response.headersSent) return void response.destroy();
		response.writeHead(400, { 'content-type': 'application/json' }).end(UNKNOWN);
	});
	response.on('close', () => {
		if (!response.writableFinished) passed.destroy(); // the client hung up
	});
	request.pipe(passed);
}

function passUpgrade(
	request: IncomingMessage,
	socket: Duplex,
	head: Buffer,
	address: string
): void {
	const { method, url, rawHeaders } = request;
	const lines = [`${method} ${url} HTTP/1.1`];
	for (let i = 0; i < rawHeaders.length; i += 2)
		lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
	const passed = connect(address, () => {
		passed.write(`${lines.join('\r\n')}\r\n\r\n`);
		passed.write(head);
		socket.pipe(passed).pipe(socket);
	});
	passed.on('error', () => socket.destroy()).on('close', () => socket.destroy());
	socket.on('error', () => passed.destroy()).on('close', () => passed.destroy());
}
