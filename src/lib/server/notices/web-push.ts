import {
	createCipheriv,
	createECDH,
	createPrivateKey,
	generateKeyPairSync,
	hkdfSync,
	randomBytes,
	sign
} from 'node:crypto';

/** How this installation is known to push services: a P-256 key pair, base64url. */
export interface PushKey {
	public_key: string;
	private_key: string;
}

/** Where a browser is reached, and what only it can read with. */
export interface PushTarget {
	endpoint: string;
	/** The browser's public key and shared secret, base64url. */
	p256dh: string;
	auth: string;
}

const RECORD = 4096;
/** What a message may hold at most, in bytes: one record without its header, padding mark and tag. */
export const PUSH_LIMIT = RECORD - 86 - 17;

/** A new key pair for an installation. */
export function newPushKey(): PushKey {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const { x = '', y = '', d = '' } = privateKey.export({ format: 'jwk' });
	const point = [Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
	return { public_key: Buffer.concat(point).toString('base64url'), private_key: d };
}

/** A message only that browser can read: RFC 8291 over RFC 8188, `aes128gcm`, one record. */
export function sealMessage({ p256dh, auth }: PushTarget, message: Buffer): Buffer {
	const theirs = Buffer.from(p256dh, 'base64url');
	const pair = createECDH('prime256v1');
	const ours = pair.generateKeys();
	const secret = pair.computeSecret(theirs);
	const derive = (key: Buffer, salt: Buffer, info: string | Buffer, length: number) =>
		Buffer.from(hkdfSync('sha256', key, salt, info, length));

	const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
	const key = derive(secret, Buffer.from(auth, 'base64url'), info, 32);
	const salt = randomBytes(16);
	const cipher = createCipheriv(
		'aes-128-gcm',
		derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
		derive(key, salt, 'Content-Encoding: nonce\0', 12)
	);
	const header = Buffer.alloc(5);
	header.writeUInt32BE(RECORD);
	header.writeUInt8(ours.length, 4);
	const last = Buffer.from([2]); // ends the last record's text
	const sealed = [cipher.update(message), cipher.update(last), cipher.final(), cipher.getAuthTag()];
	return Buffer.concat([salt, header, ours, ...sealed]);
}

/** Who we are, told to one push service for twelve hours: RFC 8292. @param contact mailto: or https: */
export function vapidHeader(
	{ public_key, private_key }: PushKey,
	endpoint: string,
	contact: string,
	now: Date
): string {
	const point = Buffer.from(public_key, 'base64url');
	const key = createPrivateKey({
		format: 'jwk',
		key: {
			kty: 'EC',
			crv: 'P-256',
			x: point.subarray(1, 33).toString('base64url'),
			y: point.subarray(33).toString('base64url'),
			d: private_key
		}
	});
	const written = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
	const claims = {
		aud: new URL(endpoint).origin,
		exp: Math.floor(now.getTime() / 1000) + 12 * 3600,
		sub: contact
	};
	const text = `${written({ typ: 'JWT', alg: 'ES256' })}.${written(claims)}`;
	const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
	return `vapid t=${text}.${signature.toString('base64url')}, k=${public_key}`;
}
