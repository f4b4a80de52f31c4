import {
	createDecipheriv,
	createECDH,
	createPublicKey,
	hkdfSync,
	randomBytes,
	verify,
	type ECDH
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** Something on this machine that takes what the server sends out: a push service, or a webhook's owner. */
export async function startReceiver() {
	const received: Received[] = [];
	/** Status of the next answers by path; 201 without. */
	const answers = new Map<string, number[]>();
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const path = request.url ?? '';
			received.push({ path, headers: request.headers, body: Buffer.concat(parts) });
			const status = answers.get(path)?.shift() ?? 201;
			// Sent somewhere else, nobody follows.
			response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		host,
		received,
		answers,
		stop: () => new Promise((resolve) => server.close(resolve))
	};
}

/** A browser's half of a subscription: what it tells the server, and how it reads what comes. */
export class Browser {
	readonly #pair: ECDH;
	readonly #auth: Buffer;

	constructor(pair = createECDH('prime256v1'), auth = randomBytes(16)) {
		this.#pair = pair;
		this.#auth = auth;
		if (arguments.length === 0) pair.generateKeys();
	}

	get keys(): { p256dh: string; auth: string } {
		return {
			p256dh: this.#pair.getPublicKey('base64url'),
			auth: this.#auth.toString('base64url')
		};
	}

	/** RFC 8291, the reader's side. @throws when it was sealed for somebody else or changed on the way */
	read(sealed: Buffer): string {
		const salt = sealed.subarray(0, 16);
		const length = sealed.readUInt8(20);
		const theirs = sealed.subarray(21, 21 + length);
		const text = sealed.subarray(21 + length);
		const derive = (key: Buffer, salted: Buffer, info: Buffer | string, size: number) =>
			Buffer.from(hkdfSync('sha256', key, salted, info, size));
		const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#pair.getPublicKey(), theirs]);
		const key = derive(this.#pair.computeSecret(theirs), this.#auth, info, 32);
		const decipher = createDecipheriv(
			'aes-128-gcm',
			derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
			derive(key, salt, 'Content-Encoding: nonce\0', 12)
		);
		decipher.setAuthTag(text.subarray(-16));
		const padded = Buffer.concat([decipher.update(text.subarray(0, -16)), decipher.final()]);
		const end = padded.lastIndexOf(2);
		return padded.subarray(0, end).toString();
	}
}

/** What a VAPID header claims, when its signature is that of the key it names. @throws otherwise */
export function claimsOf(authorization: string | undefined): {
	key: string;
	claims: { aud: string; exp: number; sub: string };
} {
	const [, head = '', body = '', signature = '', key = ''] =
		/^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization ?? '') ?? [];
	const point = Buffer.from(key, 'base64url');
	const jwk = {
		kty: 'EC',
		crv: 'P-256',
		x: point.subarray(1, 33).toString('base64url'),
		y: point.subarray(33).toString('base64url')
	};
	const signed = verify(
		'sha256',
		Buffer.from(`${head}.${body}`),
		{ key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature, 'base64url')
	);
	if (!signed) throw new Error('not signed by the key it names');
	return { key, claims: JSON.parse(Buffer.from(body, 'base64url').toString()) as never };
}
