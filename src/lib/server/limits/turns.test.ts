import { expect, test } from 'vitest';
import { LineFull, Turns, type Place } from './turns.ts';

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

/** Runs the tasks of these places while one holds the only turn; answers the order they ran in. */
async function orderOf(turns: Turns, places: (Place & { name: string })[]) {
	const order: string[] = [];
	let release = () => {};
	const held = turns.run(() => new Promise<void>((resolve) => (release = resolve)));
	const waiting = places.map(({ name, ...place }) =>
		turns
			.run(() => Promise.resolve(void order.push(name)), place)
			.catch((error: unknown) => {
				if (!(error instanceof LineFull)) throw error;
				order.push(`${name} refused`);
			})
	);
	await Promise.resolve();
	release();
	await Promise.all([held, ...waiting]);
	return order;
}

test('owners take turns, and who stands in front goes before all others', async () => {
	const of = (name: string, first = false) => ({ name, of: name.charAt(0), first });
	const order = await orderOf(new Turns(1), [
		...[of('a1'), of('a2'), of('a3'), of('b1'), of('c1'), of('b2')],
		...[of('x1', true), of('x2', true)]
	]);
	expect(order).toEqual(['x1', 'x2', 'a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
});

test('a full line refuses; nobody fills the share of others, nor the front', async () => {
	const of = (name: string, first = false) => ({ name, of: name.charAt(0), first });
	const turns = new Turns(1, { waiting: 4, ofOne: 3 });
	const order = await orderOf(turns, [
		...[of('a1'), of('a2'), of('a3'), of('a4'), of('b1'), of('c1')],
		...[of('x1', true)]
	]);
	expect(order).toEqual(['a4 refused', 'c1 refused', 'x1', 'a1', 'b1', 'a2', 'a3']);
	// Refused or not, every turn came back, and the program's own work is never refused.
	const own = Array.from({ length: 9 }, (_, number) => turns.run(() => Promise.resolve(number)));
	expect(await Promise.all(own)).toHaveLength(9);
});
