import { expect, test } from 'vitest';
import { missedDays, openUntil } from './open-until.ts';
import { quangTri } from '../test-campaign.ts';

const at = (time: string) => new Date(`2025-${time}:00+07:00`);

test('a day is open until its lock, or until a later unlock ends', () => {
	expect(openUntil(quangTri, '2025-03-05', {})).toEqual(at('03-07T17:30'));
	const earlier = { '2025-03-05': at('03-06T08:00').toISOString() };
	expect(openUntil(quangTri, '2025-03-05', earlier)).toEqual(at('03-07T17:30'));
	const later = { '2025-03-05': at('03-09T08:00').toISOString() };
	expect(openUntil(quangTri, '2025-03-05', later)).toEqual(at('03-09T08:00'));
});

test('missed are earlier days without a report that still take one', () => {
	const now = { now: at('03-07T09:00'), today: '2025-03-07' };
	const unit = { days: { '2025-03-06': {} }, unlocks: {} };
	expect(missedDays(quangTri, unit, now)).toEqual([
		{ date: '2025-03-05', until: at('03-07T17:30') }
	]);
	const unlocks = { '2025-03-02': at('03-08T08:00').toISOString() };
	expect(missedDays(quangTri, { days: {}, unlocks }, now)).toEqual([
		{ date: '2025-03-02', until: at('03-08T08:00') },
		{ date: '2025-03-05', until: at('03-07T17:30') },
		{ date: '2025-03-06', until: at('03-08T17:30') }
	]);
	const first = { now: at('03-01T09:00'), today: '2025-03-01' };
	expect(missedDays(quangTri, { days: {}, unlocks: {} }, first)).toEqual([]);
});
