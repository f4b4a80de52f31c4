import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClockSetting } from '../campaign.ts';
import { campaignNow } from './clock.ts';

const zone = 'Asia/Ho_Chi_Minh';
const set_at = '2026-11-23T00:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(set_at) + seconds * 1000);
const clock: ClockSetting = {
	set_at,
	shows: '2025-03-01T06:30:00+07:00',
	seconds_per_day: 60,
	runs: { from: '06:30', to: '22:00' },
	stops_at: '2025-03-20T21:59:59+07:00'
};
const local = (seconds: number) =>
	new Date(campaignNow(clock, zone, later(seconds)).getTime() + 7 * 3_600_000)
		.toISOString()
		.slice(0, 16);

test('without a clock, time is real time', () => {
	expect(campaignNow(null, zone, later(5))).toEqual(later(5));
});

test('a day takes its seconds and the night is skipped', () => {
	expect(local(0)).toBe('2025-03-01T06:30');
	expect(local(30)).toBe('2025-03-01T14:15');
	expect(local(60)).toBe('2025-03-02T06:30');
	expect(local(6 * 60 + 30)).toBe('2025-03-07T14:15');
});

test('it stands still at its end', () => {
	expect(local(20 * 60)).toBe('2025-03-20T21:59');
	expect(local(99 * 60)).toBe('2025-03-20T21:59');
});

test('at the speed of life it only shifts', () => {
	const still: ClockSetting = {
		set_at,
		shows: '2025-03-01T01:00:00.000Z',
		seconds_per_day: 86_400
	};
	expect(campaignNow(still, zone, later(90)).toISOString()).toBe('2025-03-01T01:01:30.000Z');
});

test('it never runs backwards', () => {
	fc.assert(
		fc.property(fc.nat(2_000_000), fc.nat(2_000_000), (a, b) => {
			const [first, second] = [Math.min(a, b), Math.max(a, b)].map((ms) =>
				campaignNow(clock, zone, later(ms / 1000)).getTime()
			);
			expect(first).toBeLessThanOrEqual(second ?? 0);
		})
	);
});
