import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LoggedFact } from '#lib/campaign/facts.ts';
import { FactPages } from './fact-pages.ts';

const logOf = (head: number) => {
	const asked: number[] = [];
	const load = (after: number, limit: number) => {
		asked.push(after);
		const count = Math.max(0, Math.min(limit, head - after));
		const facts = Array.from({ length: count }, (_, i) => ({ seq: after + 1 + i }) as LoggedFact);
		return Promise.resolve(facts);
	};
	return { asked, pages: new FactPages(load) };
};

test('any stretch of the log comes whole and in order, from whichever pages', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(2200), fc.nat(2600), fc.nat(2200), async (head, after, until) => {
			const { pages } = logOf(head);
			const facts = await pages.read(after, Math.min(until, head), head);
			const length = Math.max(0, Math.min(until, head) - after);
			expect(facts.map(({ seq }) => seq)).toEqual(Array.from({ length }, (_, i) => after + 1 + i));
		}),
		{ numRuns: 200 }
	);
});

test('a heavy read is made once for all who ask, and one that failed is made again', async () => {
	const { asked, pages } = logOf(2000);
	await Promise.all(Array.from({ length: 12 }, () => pages.read(0, 1500, 2000)));
	expect(asked).toEqual([0, 500, 1000]);

	let away = true;
	const failing = new FactPages(() =>
		away ? Promise.reject(new Error('away')) : Promise.resolve([])
	);
	await expect(failing.read(0, 500, 500)).rejects.toThrow('away');
	away = false;
	await expect(failing.read(0, 500, 500)).resolves.toEqual([]);
});
