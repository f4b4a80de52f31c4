import { connect, type Socket } from 'node:net';

/** What a raw connection tells its owner. Text is a view that is only valid during the call. */
export interface WireEvents {
	/** The namespace took us: events may be sent. */
	connected(): void;
	/** An event or answer, as Socket.IO writes it (`42[…]`, `43<id>[…]`). */
	packet(bytes: Buffer): void;
	/** The other side closed, refused or vanished. */
	closed(reason: string): void;
}

/** Every connection reads into this one buffer: a load client must not be what is measured. */
const shared = Buffer.allocUnsafe(256 * 1024);
const TEXT = 1;
const CLOSE = 8;
const code = (text: string) => text.charCodeAt(0);
const [OPEN, PING, MESSAGE] = [code('0'), code('2'), code('4')];
const [CONNECT, EVENT, ACK, REFUSED] = [code('0'), code('2'), code('3'), code('4')];

/**
 * One Socket.IO client written on a bare TCP socket: WebSocket without a mask worth computing, no JSON
 * unless its owner reads it. It costs a few microseconds per message where the real client costs fifty.
 */
export class Wire {
	/** Bytes received since the connection opened. */
	received = 0;
	readonly #events: WireEvents;
	readonly #auth: string;
	readonly #socket: Socket;
	#rest: Buffer | null = null;
	#upgraded = false;

	constructor(port: number, auth: object, events: WireEvents) {
		this.#events = events;
		this.#auth = JSON.stringify(auth);
		const socket = connect({
			port,
			host: '127.0.0.1',
			noDelay: true,
			onread: {
				buffer: shared,
				callback: (size) => {
					this.received += size;
					this.#read(size);
					return true;
				}
			}
		});
		this.#socket = socket;
		socket.on('connect', () => {
			socket.write(
				`GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
					'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
					'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n'
			);
		});
		socket.on('error', () => undefined);
		socket.on('close', (failed) => events.closed(failed ? 'failed' : 'closed'));
	}

	/** Sends a Socket.IO packet, e.g. `20["join",{…}]` without Engine.IO's leading 4. */
	send(packet: string): void {
		this.#write(`4${packet}`);
	}

	/** Leaves what comes from now on unread, as a screen that hangs. */
	stopReading(): void {
		this.#socket.pause();
	}

	/** Ends the connection without a goodbye, as a cut network does. */
	cut(): void {
		this.#socket.resetAndDestroy();
	}

	#write(text: string): void {
		const size = Buffer.byteLength(text);
		const head = size < 126 ? 6 : 8;
		const bytes = Buffer.alloc(head + size); // the mask is four zeroes
		bytes[0] = 0x80 | TEXT;
		bytes[1] = 0x80 | (size < 126 ? size : 126);
		if (head === 8) bytes.writeUInt16BE(size, 2);
		bytes.write(text, head);
		this.#socket.write(bytes);
	}

	#read(size: number): void {
		let bytes = shared.subarray(0, size);
		if (this.#rest) bytes = Buffer.concat([this.#rest, bytes]);
		let at = 0;
		if (!this.#upgraded) {
			const end = bytes.indexOf('\r\n\r\n');
			if (end >= 0 && bytes.toString('latin1', 9, 12) !== '101') return void this.cut();
			if (end >= 0) this.#upgraded = true;
			at = end < 0 ? 0 : end + 4;
		}
		if (this.#upgraded) at = this.#messages(bytes, at);
		this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null;
	}

	/** Handles every whole message from `at` on. @returns where the first unfinished one begins */
	#messages(bytes: Buffer, at: number): number {
		while (bytes.length - at >= 2) {
			let size = (bytes[at + 1] ?? 0) & 127;
			let head = 2;
			if (size === 126) {
				head = 4;
				if (bytes.length - at < head) break;
				size = bytes.readUInt16BE(at + 2);
			} else if (size === 127) {
				head = 10;
				if (bytes.length - at < head) break;
				size = Number(bytes.readBigUInt64BE(at + 2));
			}
			if (bytes.length - at < head + size) break;
			const kind = (bytes[at] ?? 0) & 15;
			if (kind === TEXT) this.#message(bytes.subarray(at + head, at + head + size));
			else if (kind === CLOSE) this.cut();
			at += head + size;
		}
		return at;
	}

	#message(bytes: Buffer): void {
		switch (bytes[0]) {
			case OPEN:
				return this.#write(`40${this.#auth}`);
			case PING:
				return this.#write('3');
			case MESSAGE:
				if (bytes[1] === CONNECT) this.#events.connected();
				else if (bytes[1] === EVENT || bytes[1] === ACK) this.#events.packet(bytes);
				else if (bytes[1] === REFUSED) this.cut();
		}
	}
}
