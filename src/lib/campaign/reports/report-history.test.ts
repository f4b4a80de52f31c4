import { describe, expect, test } from 'vitest';
import { deviceSkew, revisionSteps } from './report-history.ts';

const line = (category: string, measure: string, amount: number) => ({ category, measure, amount });

describe('differences between revisions', () => {
	test('name what stood before, and null where nobody had typed', () => {
		const [first, second] = revisionSteps([
			{ revision: 1, lines: [line('birth', 'cases', 30), line('birth', 'books', 2)] },
			{ revision: 2, lines: [line('birth', 'cases', 32), line('death', 'cases', 0)] }
		]);
		expect(first?.changes).toEqual([
			{ category: 'birth', measure: 'cases', before: null, after: 30 },
			{ category: 'birth', measure: 'books', before: null, after: 2 }
		]);
		expect(second?.changes).toEqual([
			{ category: 'birth', measure: 'cases', before: 30, after: 32 },
			{ category: 'death', measure: 'cases', before: null, after: 0 }
		]);
	});

	test('leave out a number that was sent again, and keep what was not sent', () => {
		const steps = revisionSteps([
			{ revision: 1, lines: [line('birth', 'cases', 30), line('death', 'cases', 5)] },
			{ revision: 2, lines: [line('birth', 'cases', 30)] },
			{ revision: 3, lines: [line('death', 'cases', 0)] }
		]);
		expect(steps[1]?.changes).toEqual([]);
		expect(steps.map(({ amounts }) => amounts['cases'])).toEqual([35, 35, 30]);
	});

	test('give totals that a later revision does not change', () => {
		const steps = revisionSteps([
			{ revision: 1, lines: [line('birth', 'cases', 0)] },
			{ revision: 2, lines: [line('birth', 'cases', 7)] }
		]);
		expect(steps[0]?.amounts).toEqual({ cases: 0 });
		expect(steps[1]?.amounts).toEqual({ cases: 7 });
	});
});

describe('a device clock', () => {
	const received = '2025-03-07T10:00:00.000Z';
	const real = { clock: null };
	const simulated = {
		clock: { set_at: received, shows: received, seconds_per_day: 60 }
	};

	test('is not spoken of up to five minutes, nor when it said nothing', () => {
		expect(deviceSkew(real, received, null)).toBeNull();
		expect(deviceSkew(real, received, '2025-03-07T10:05:00.000Z')).toBeNull();
		expect(deviceSkew(real, received, '2025-03-07T09:55:00.000Z')).toBeNull();
	});

	test('beyond that tells how far it is ahead or behind', () => {
		expect(deviceSkew(real, received, '2025-03-07T10:06:00.000Z')).toBe(360_000);
		expect(deviceSkew(real, received, '2025-03-06T10:00:00.000Z')).toBe(-86_400_000);
		expect(deviceSkew(real, received, '2020-01-01T00:00:00.000Z')).toBeLessThan(-1e11);
	});

	test('of a real device says nothing about simulated time', () => {
		expect(deviceSkew(simulated, received, '2026-11-23T00:00:00.000Z')).toBeNull();
		expect(deviceSkew(simulated, received, '2025-03-07T09:00:00.000Z')).toBe(-3_600_000);
	});
});
