import { createHash } from 'node:crypto';

/** Crockford's base 32: no letters that are read as digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The short code a focal point holds for a command that was stored, e.g. '3F2A'. */
export function receiptFor(commandId: string): string {
	const digest = createHash('sha256').update(commandId.toLowerCase()).digest();
	return Array.from(digest.subarray(0, 4), (byte) => ALPHABET[byte % 32]).join('');
}
