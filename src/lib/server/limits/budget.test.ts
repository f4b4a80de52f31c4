import { expect, test } from 'vitest';
import { Budget } from './budget.ts';

function budgetAt(clock: { now: number }) {
	return new Budget({ most: 10, perSecond: 2 }, () => clock.now);
}

test('who took nothing may take the most at once, then what comes back', () => {
	const clock = { now: 0 };
	const budget = budgetAt(clock);
	expect(budget.take('a', 10)).toBe(0);
	expect(budget.take('a', 4)).toBe(2); // seconds
	clock.now = 2_000;
	expect(budget.take('a', 4)).toBe(0);
	expect(budget.take('a')).toBe(1);
});

test('a refusal takes nothing, and one key never pays for another', () => {
	const budget = budgetAt({ now: 0 });
	expect(budget.take('a', 9)).toBe(0);
	for (let i = 0; i < 5; i++) expect(budget.take('a', 2)).toBe(1);
	expect(budget.take('a', 1)).toBe(0);
	expect(budget.take('b', 10)).toBe(0);
});

test('what is larger than the budget is given to a full one, and paid back', () => {
	const clock = { now: 0 };
	const budget = budgetAt(clock);
	expect(budget.take('a', 30)).toBe(0);
	clock.now = 10_000;
	expect(budget.take('a')).toBe(1);
	clock.now = 15_000;
	expect(budget.take('a', 10)).toBe(0);
});

test('what was used is charged afterwards, also below nothing', () => {
	const budget = budgetAt({ now: 0 });
	budget.charge('a', 14);
	expect(budget.take('a')).toBe(3);
});
