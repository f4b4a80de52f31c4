import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AccountReads } from './account-reads.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MEGABYTE = 1024 * 1024;
const done = () => Promise.resolve('done');

test('who has read too much waits until it is paid back, and nobody else does', async () => {
	const reads = new AccountReads(1);
	await reads.run(1, done);
	reads.charge(1, 4 * MEGABYTE);
	await expect(reads.run(1, done)).rejects.toMatchObject({
		code: 'rate_limited',
		params: { seconds: 2 }
	});
	await expect(reads.run(2, done)).resolves.toBe('done');
	vi.advanceTimersByTime(2_000);
	await expect(reads.run(1, done)).resolves.toBe('done');
});

test('pages are drawn one at a time; beyond some at once they wait for their turn, then are refused', async () => {
	const reads = new AccountReads(1);
	let drawing = 0;
	let most = 0;
	const draw = async () => {
		most = Math.max(most, ++drawing);
		await Promise.resolve();
		drawing--;
		return 'drawn';
	};
	const asked = Array.from({ length: 17 }, () => reads.draw(1, draw));
	expect(await Promise.all(asked.slice(0, 16))).toEqual(Array.from({ length: 16 }, () => 'drawn'));
	expect(most).toBe(1);
	await vi.advanceTimersByTimeAsync(3_900);
	expect(drawing).toBe(0);
	await vi.advanceTimersByTimeAsync(200);
	await expect(asked[16]).resolves.toBe('drawn');

	const more = Array.from({ length: 22 }, () => reads.draw(1, draw));
	await expect(more[21]).rejects.toMatchObject({ code: 'rate_limited' }); // too many wait
	await expect(reads.draw(2, draw)).resolves.toBe('drawn');
	void Promise.allSettled(more);
	await vi.runAllTimersAsync();
});
