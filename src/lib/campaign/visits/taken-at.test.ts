import { expect, test } from 'vitest';
import { quangTri } from '../test-campaign.ts';
import { takenAt } from './taken-at.ts';

const campaign = { ...quangTri, clock: null, lock_after_days: 2 };
const now = new Date('2025-03-08T01:00:00Z');
const dated = (device_time: string | null) => takenAt(campaign, device_time, now).toISOString();

test('what waited for a network is dated by the phone', () => {
	expect(dated('2025-03-07T09:12:00.000Z')).toBe('2025-03-07T09:12:00.000Z');
	expect(dated(null)).toBe(now.toISOString());
});

test('a phone whose clock is ahead, or far behind, is not believed', () => {
	expect(dated('2025-03-09T00:00:00.000Z')).toBe(now.toISOString());
	expect(dated('2024-01-01T00:00:00.000Z')).toBe(now.toISOString());
});

test('with a clock of its own a campaign reads the moment by that', () => {
	const shows = '2025-03-07T02:00:00.000Z';
	const clock = { set_at: '2026-01-01T00:00:00.000Z', shows, seconds_per_day: 86_400 };
	const at = takenAt({ ...campaign, clock }, '2026-01-01T01:00:00.000Z', now);
	expect(at.toISOString()).toBe('2025-03-07T03:00:00.000Z');
});
