import { createHash } from 'node:crypto';

/** Keys in order, so that the same content has the same text whoever wrote it. */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}

/** SHA-256 of a command's content: tells a retry from another command under the same id. */
export function fingerprint(accountId: number, type: string, input: unknown): Buffer {
	const text = JSON.stringify([accountId, type, canonical(input)]);
	return createHash('sha256').update(text).digest();
}
