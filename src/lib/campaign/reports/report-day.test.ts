import { expect, test } from 'vitest';
import type { Campaign } from '../campaign.ts';
import { dayBeforeOf, dayAccess, openDays, usualDay } from './report-day.ts';

const campaign = {
	starts_on: '2025-03-01',
	ends_on: '2025-03-20',
	time_zone: 'Asia/Ho_Chi_Minh',
	timely_by: '17:30',
	lock_after_days: 2
} as Campaign;
const at = (time: string) => new Date(`2025-${time}:00+07:00`);

test('a day locks two days after its deadline, to the minute', () => {
	expect(dayAccess(campaign, '2025-03-05', at('03-07T17:29'))).toBe('open');
	expect(dayAccess(campaign, '2025-03-05', at('03-07T17:30'))).toBe('locked');
	expect(openDays(campaign, at('03-07T17:29'))).toEqual(['2025-03-07', '2025-03-06', '2025-03-05']);
	expect(openDays(campaign, at('03-07T17:30'))).toEqual(['2025-03-07', '2025-03-06']);
});

test('days to come and days of no campaign take nothing', () => {
	expect(dayAccess(campaign, '2025-03-08', at('03-07T12:00'))).toBe('future');
	expect(dayAccess(campaign, '2025-03-21', at('03-21T12:00'))).toBe('outside');
	expect(dayAccess(campaign, '2025-03-01', at('02-28T23:59'))).toBe('not_begun');
	expect(openDays(campaign, at('02-28T23:59'))).toEqual([]);
	expect(openDays(campaign, at('03-21T08:00'))).toEqual(['2025-03-20', '2025-03-19']);
});

test('a report is usually about today, within the campaign', () => {
	expect(usualDay(campaign, at('02-20T08:00'))).toBe('2025-03-01');
	expect(usualDay(campaign, at('03-07T00:00'))).toBe('2025-03-07');
	expect(usualDay(campaign, at('04-01T08:00'))).toBe('2025-03-20');
	expect(dayBeforeOf(campaign, '2025-03-01')).toBeNull();
	expect(dayBeforeOf(campaign, '2025-03-10')).toBe('2025-03-09');
});
