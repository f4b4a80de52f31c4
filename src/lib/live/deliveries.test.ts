import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import type { ErrorCode } from '#lib/protocol/errors.ts';
import { Deliveries } from './deliveries.ts';

const seen = { unit: '19330', date: '2025-03-05', of: 'return' } as const;
const done: CommandAnswer = { ok: true, seq: 1, result: {} };
const refused = (code: ErrorCode): CommandAnswer => ({ ok: false, error: { code, message: '' } });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what was shown is told once; a second return is another one', async () => {
	const send = vi.fn(() => Promise.resolve(done));
	const deliveries = new Deliveries(send);
	await deliveries.acknowledge(seen, '10:00');
	await deliveries.acknowledge(seen, '10:00');
	expect(send).toHaveBeenCalledTimes(1);
	await deliveries.acknowledge(seen, '11:00');
	expect(send).toHaveBeenCalledTimes(2);
});

test('what could not be told is told later', async () => {
	const answers = [refused('unavailable'), refused('rate_limited'), done];
	const send = vi.fn(() => Promise.resolve(answers.shift() ?? done));
	const deliveries = new Deliveries(send);
	await deliveries.acknowledge(seen, '10:00');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(send).toHaveBeenCalledTimes(3);
});

test('what is refused is not repeated, and a page that goes tells nothing more', async () => {
	const send = vi.fn(() => Promise.resolve(refused('forbidden')));
	await new Deliveries(send).acknowledge(seen, '10:00');
	await vi.advanceTimersByTimeAsync(60_000);
	expect(send).toHaveBeenCalledTimes(1);

	const away = vi.fn(() => Promise.resolve(refused('unavailable')));
	const deliveries = new Deliveries(away);
	await deliveries.acknowledge(seen, '10:00');
	deliveries.stop();
	await vi.advanceTimersByTimeAsync(60_000);
	expect(away).toHaveBeenCalledTimes(1);
});
