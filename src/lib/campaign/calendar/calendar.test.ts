import { describe, expect, test } from 'vitest';
import {
	addDays,
	campaignDates,
	closedDays,
	dayNumber,
	instantAt,
	isLiving,
	localDate,
	localMilliseconds,
	locksAt,
	millisecondsOf,
	timelyUntil
} from './calendar.ts';
import { quangTri } from '../test-campaign.ts';

const zone = 'Asia/Ho_Chi_Minh';
const at = (iso: string) => new Date(iso);

describe('local dates and times', () => {
	test('midnight belongs to the new day, whatever zone the machine is in', () => {
		expect(localDate(at('2025-03-07T16:59:59.999Z'), zone)).toBe('2025-03-07');
		expect(localDate(at('2025-03-07T17:00:00Z'), zone)).toBe('2025-03-08');
	});

	test('a local time is found again from its instant', () => {
		const instant = instantAt('2025-03-07', millisecondsOf('17:30'), zone);
		expect(instant.toISOString()).toBe('2025-03-07T10:30:00.000Z');
		expect(localMilliseconds(instant, zone)).toBe(millisecondsOf('17:30'));
	});

	test('a day on which clocks are put forward keeps its evening', () => {
		const evening = instantAt('2025-03-30', millisecondsOf('20:00'), 'Europe/Berlin');
		expect(evening.toISOString()).toBe('2025-03-30T18:00:00.000Z');
	});

	test('days are added across months and leap days', () => {
		expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
		expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
	});
});

describe('the twenty days', () => {
	test('are numbered from 1 and stop at the ends', () => {
		expect(campaignDates(quangTri)).toHaveLength(20);
		expect(dayNumber(quangTri, '2025-02-27')).toBe(0);
		expect(dayNumber(quangTri, '2025-03-01')).toBe(1);
		expect(dayNumber(quangTri, '2025-03-20')).toBe(20);
		expect(dayNumber(quangTri, '2025-04-01')).toBe(20);
	});

	test('a day is timely until 17:30 and locks two days later', () => {
		expect(timelyUntil(quangTri, '2025-03-07').toISOString()).toBe('2025-03-07T10:30:00.000Z');
		expect(locksAt(quangTri, '2025-03-07').toISOString()).toBe('2025-03-09T10:30:00.000Z');
	});

	test('a day is closed once its timely deadline has passed', () => {
		expect(closedDays(quangTri, at('2025-02-28T12:00:00Z'))).toBe(0);
		expect(closedDays(quangTri, at('2025-03-01T10:30:00Z'))).toBe(0);
		expect(closedDays(quangTri, at('2025-03-01T10:30:01Z'))).toBe(1);
		expect(closedDays(quangTri, at('2025-03-21T02:00:00Z'))).toBe(20);
	});
});

test('a campaign lives from before its first day until a month after its last', () => {
	expect(isLiving(quangTri, at('2025-01-10T00:00:00Z'))).toBe(true);
	expect(isLiving(quangTri, at('2025-04-19T16:59:00Z'))).toBe(true);
	expect(isLiving(quangTri, at('2025-04-19T17:01:00Z'))).toBe(false);
});
