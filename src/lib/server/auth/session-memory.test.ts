import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SessionMemory } from './session-memory.ts';

const id = 'i'.repeat(20);
const secret = 's'.repeat(43);
const token = `${id}.${secret}`;
const valid = (username = 'leader') =>
	({
		session: { id, created_at: new Date(), last_seen_at: new Date() },
		person: { username, session_id: id }
	}) as Parameters<SessionMemory['remember']>[1];
let memory: SessionMemory;

beforeEach(() => {
	vi.useFakeTimers();
	memory = new SessionMemory();
	memory.remember(secret, valid());
});
afterEach(() => void vi.useRealTimers());

test('knows a session by its whole token, for a minute', () => {
	expect(memory.recall(token)?.person.username).toBe('leader');
	expect(memory.recall(`${id}.${'x'.repeat(43)}`)).toBeUndefined();
	expect(memory.recall(id)).toBeUndefined();
	vi.advanceTimersByTime(61_000);
	memory.looked();
	expect(memory.recall(token)).toBeUndefined();
	memory.sweep();
	expect(memory.ids).toEqual([]);
});

test('keeps it while it has a socket here', () => {
	for (let minute = 0; minute < 5; minute++) {
		vi.advanceTimersByTime(50_000);
		memory.looked();
		memory.hold([id, 'another']);
		memory.sweep();
	}
	expect(memory.recall(token)).toBeDefined();
	expect(memory.ids).toEqual([id]);
});

test('knows who was known when the database went, as long as it is away, but no longer than a session lives', () => {
	memory.looked();
	vi.advanceTimersByTime(50 * 60_000);
	memory.sweep();
	expect(memory.recall(token)).toBeDefined();
	memory.looked(); // it is back, and would have said who ended
	expect(memory.recall(token)).toBeUndefined();

	memory.remember(secret, valid());
	vi.advanceTimersByTime(13 * 3_600_000);
	expect(memory.recall(token)).toBeUndefined();
});

test('forgets at once what was revoked, and knows what changed', () => {
	memory.update(id, valid('coordinator').person);
	expect(memory.recall(token)?.person.username).toBe('coordinator');
	memory.forget(id);
	expect(memory.recall(token)).toBeUndefined();
});
