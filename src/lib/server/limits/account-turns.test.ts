import { expect, test, vi } from 'vitest';
import { AccountTurns } from './account-turns.ts';

/** A task that ends when it is told to, and whether it has begun. */
function task() {
	const state = { begun: false, end: () => {} };
	const ended = new Promise<void>((resolve) => (state.end = resolve));
	const run = () => {
		state.begun = true;
		return ended;
	};
	return { state, run };
}

test('one account waits for itself, is refused when too much waits, and holds up nobody else', async () => {
	const turns = new AccountTurns({ atOnce: 2, waiting: 1 });
	const mine = [task(), task(), task()];
	const running = mine.map(({ run }) => turns.run(1, run));
	expect(mine.map(({ state }) => state.begun)).toEqual([true, true, false]);
	await expect(turns.run(1, task().run)).rejects.toMatchObject({ code: 'rate_limited' });

	const other = task();
	const otherRuns = turns.run(2, other.run);
	expect(other.state.begun).toBe(true);

	mine[0]?.state.end();
	await running[0];
	await vi.waitFor(() => expect(mine[2]?.state.begun).toBe(true));
	for (const { state } of [...mine, other]) state.end();
	await Promise.all([...running, otherRuns]);
	await expect(turns.run(1, () => Promise.resolve('again'))).resolves.toBe('again');
});

test('turns beyond what is free rest after their task, and only their own account waits for that', async () => {
	vi.useFakeTimers();
	const turns = new AccountTurns({ atOnce: 1, waiting: 1, rest: 9 });
	const lasting = (milliseconds: number) => () =>
		new Promise((resolve) => setTimeout(resolve, milliseconds));
	const free = turns.run(1, lasting(110));
	await vi.advanceTimersByTimeAsync(110);
	await free;
	const first = turns.run(1, lasting(30));
	let second = false;
	void turns.run(1, () => Promise.resolve((second = true)));
	await vi.advanceTimersByTimeAsync(30);
	await first; // is answered at once, and begun without a rest before it
	await vi.advanceTimersByTimeAsync(265);
	expect(second).toBe(false);
	await expect(turns.run(2, () => Promise.resolve('other'))).resolves.toBe('other');
	await vi.advanceTimersByTimeAsync(10);
	expect(second).toBe(true);
	await expect(
		turns.run(3, () => {
			throw new Error('at once');
		})
	).rejects.toThrow('at once');
	vi.useRealTimers();
});
