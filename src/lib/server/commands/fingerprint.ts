import { createHash } from 'node:crypto';

/** Keys in order, so that the same content has the same text whoever wrote it. */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

/** No command is longer, in characters; sorting the keys of something larger is not worth its time. */
const LONGEST = 100_000;

/**
 * SHA-256 of a command's content as it was sent, sound or not: tells a copy from another command under
 * the same id. Of what was sent and not of what was understood, so that a newer version that understands
 * it otherwise still knows it.
 */
export function fingerprint(accountId: number, type: string, input: unknown): Buffer {
	return createHash('sha256')
		.update(textOf([accountId, type, input]))
		.digest();
}

function textOf(content: unknown[]): string {
	try {
		const text = JSON.stringify(content);
		return text.length > LONGEST ? text : JSON.stringify(canonical(content));
	} catch {
		return 'nested too deep'; // nothing that any command takes
	}
}
