import type { OutboxAnswer } from './outbox-item.ts';

/** What counts as no answer at all: the item waits. */
export const NO_ANSWER: OutboxAnswer = { ok: false, error: { code: 'unavailable', message: '' } };

/** Something between us and the server may have answered in its place. */
export function asAnswer(said: unknown): OutboxAnswer {
	const { ok, result, error } = (said ?? {}) as Record<string, Record<string, unknown> | boolean>;
	const done =
		typeof result === 'object'
			? (result['revision'] ?? result['request'] ?? result['visit'])
			: null;
	if (ok === true && typeof done === 'number') return said as OutboxAnswer;
	const refused = ok === false && typeof error === 'object' && typeof error['code'] === 'string';
	return refused ? (said as OutboxAnswer) : NO_ANSWER;
}
