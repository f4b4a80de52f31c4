import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('as many as allowed run at once, in the order they came, and a failure frees its place', async () => {
	const turns = new Turns(2);
	const started: number[] = [];
	let running = 0;
	let most = 0;
	const task = (number: number) => async () => {
		started.push(number);
		most = Math.max(most, ++running);
		await new Promise((resolve) => setTimeout(resolve, 1));
		running--;
		if (number % 3 === 0) throw new Error('failed');
		return number;
	};
	const outcomes = await Promise.allSettled(
		Array.from({ length: 9 }, (_, number) => turns.run(task(number)))
	);
	expect(most).toBe(2);
	expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
	expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
	expect(await turns.run(task(1))).toBe(1);
});
