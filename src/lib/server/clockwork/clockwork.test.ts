import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Clockwork } from './clockwork.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const log = pino({ level: 'silent' });

test('each thing is due by itself, at its own pace, and goes on after it failed', async () => {
	const done: string[] = [];
	let pace = 100;
	const clockwork = new Clockwork(log, [
		{ what: 'a', every: () => pace, run: () => Promise.resolve(done.push('a')) },
		{ what: 'b', every: () => 250, run: () => (done.push('b'), Promise.reject(new Error('no'))) }
	]);
	clockwork.start();
	await vi.advanceTimersByTimeAsync(260);
	expect(done.join('')).toBe('abaab');
	pace = 1_000;
	await vi.advanceTimersByTimeAsync(60);
	expect(done.join('')).toBe('abaaba');
	await vi.advanceTimersByTimeAsync(900);
	expect(done.filter((one) => one === 'a')).toHaveLength(4);
	await clockwork.stop();
});

test('what takes long is not begun twice, and is waited for when the clockwork stops', async () => {
	let [begun, ended] = [0, 0];
	const run = async () => {
		begun++;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
		ended++;
	};
	const clockwork = new Clockwork(log, [{ what: 'a', every: () => 10, run }]);
	clockwork.start();
	await vi.advanceTimersByTimeAsync(900);
	expect([begun, ended]).toEqual([1, 0]);
	const stopped = clockwork.stop();
	await vi.advanceTimersByTimeAsync(5_000);
	await stopped;
	expect([begun, ended]).toEqual([1, 1]);
});
