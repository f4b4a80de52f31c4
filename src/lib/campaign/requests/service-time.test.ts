import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quangTri } from '../test-campaign.ts';
import { afterService, beforeService, isQuiet, onceAwake } from './service-time.ts';

const MINUTE = 60_000;
const at = (time: string, day = '03') => new Date(`2025-03-${day}T${time}:00+07:00`);
const zone = quangTri.time_zone;

test('minutes of service do not pass at night', () => {
	expect(afterService(quangTri, at('09:00'), 120)).toEqual(at('11:00'));
	expect(afterService(quangTri, at('18:30'), 60)).toEqual(at('07:30', '04'));
	expect(afterService(quangTri, at('23:00'), 60)).toEqual(at('08:00', '04'));
	expect(afterService(quangTri, at('05:00'), 60)).toEqual(at('08:00'));
	expect(afterService(quangTri, at('09:00'), 2 * 720)).toEqual(at('09:00', '05'));
	// What would come due as the night begins comes due as it ends.
	expect(afterService(quangTri, at('18:00'), 60)).toEqual(at('07:00', '04'));
});

test('quiet hours begin at the first and end before the second', () => {
	expect(['18:59', '19:00', '06:59', '07:00'].map((time) => isQuiet(quangTri, at(time)))).toEqual([
		...[false, true, true, false]
	]);
	expect(onceAwake(quangTri, at('20:00'))).toEqual(at('07:00', '04'));
	expect(onceAwake(quangTri, at('12:00'))).toEqual(at('12:00'));
});

test('quiet hours may lie within a day, or nowhere', () => {
	const siesta = { time_zone: zone, quiet_hours: { from: '12:00', to: '13:00' } };
	expect(afterService(siesta, at('11:30'), 60)).toEqual(at('13:30'));
	const never = { time_zone: zone, quiet_hours: { from: '00:00', to: '00:00' } };
	expect(afterService(never, at('23:30'), 60)).toEqual(at('00:30', '04'));
});

const clockTime = fc
	.integer({ min: 0, max: 24 * 60 - 1 })
	.map((minute) =>
		[Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':')
	);
const hours = fc.record({
	time_zone: fc.constantFrom(zone, 'Europe/Berlin', 'America/St_Johns'),
	quiet_hours: fc.record({ from: clockTime, to: clockTime })
});
const moment = fc.integer({ min: 0, max: 60 * 24 * 60 }).map((minutes) => {
	return new Date(Date.parse('2025-03-01T00:00:00Z') + minutes * MINUTE);
});

test('whatever the hours, exactly the asked minutes of service lie between', () => {
	fc.assert(
		fc.property(hours, moment, fc.integer({ min: 1, max: 400 }), (campaign, from, minutes) => {
			fc.pre(servedADay(campaign, from));
			const end = afterService(campaign, from, minutes);
			let served = 0;
			for (let t = from.getTime(); t < end.getTime(); t += MINUTE) {
				if (!isQuiet(campaign, new Date(t))) served++;
			}
			expect(served).toBe(minutes);
			expect(isQuiet(campaign, end)).toBe(false);
		}),
		{ numRuns: 30 }
	);
});

test('it can be done in steps', () => {
	fc.assert(
		fc.property(
			...[hours, moment, fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 })],
			(campaign, from, first, second) => {
				fc.pre(servedADay(campaign, from));
				const stepped = afterService(campaign, afterService(campaign, from, first), second);
				expect(stepped).toEqual(afterService(campaign, from, first + second));
			}
		)
	);
});

test('what is said so many minutes of service before an end leaves exactly so many', () => {
	fc.assert(
		fc.property(hours, moment, fc.integer({ min: 1, max: 400 }), (campaign, from, minutes) => {
			fc.pre(servedADay(campaign, from));
			const end = afterService(campaign, from, minutes);
			const begin = beforeService(campaign, end, minutes);
			expect(isQuiet(campaign, begin)).toBe(false);
			expect(afterService(campaign, begin, minutes)).toEqual(end);
		})
	);
});

/** Quiet around the clock serves nobody; some hours of a day do. */
function servedADay(campaign: Parameters<typeof isQuiet>[0], from: Date): boolean {
	const hours = Array.from({ length: 24 }, (_, i) => new Date(from.getTime() + i * 60 * MINUTE));
	return hours.filter((hour) => !isQuiet(campaign, hour)).length > 4;
}
