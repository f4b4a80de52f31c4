import { expect, test } from 'vitest';
import { quangTri, smallBoard } from '../test-campaign.ts';
import type { SupportRequest } from '../requests/request.ts';
import { isUrgent } from './notice.ts';
import { stillMatters } from './still-matters.ts';
import { leavesAt } from './when-it-leaves.ts';

const local = (time: string) => new Date(`2025-03-07T${time}+07:00`);
const leaves = (time: string, urgent: boolean) =>
	leavesAt(quangTri, local(time), urgent).toISOString();

test.each([
	['10:00', true, '10:00'],
	['10:00', false, '10:05'],
	['18:54', false, '18:59']
])('at %s, urgent %s: at %s', (at, urgent, when) => {
	expect(leaves(`${at}:00`, urgent)).toBe(local(`${when}:00`).toISOString());
});

test('nothing leaves in quiet hours, however urgent: it waits for the morning', () => {
	const morning = new Date('2025-03-08T07:00:00+07:00').toISOString();
	expect(leaves('18:56:00', false)).toBe(morning); // gathered into the quiet hours
	expect(leaves('19:00:00', true)).toBe(morning);
	expect(leaves('23:59:00', false)).toBe(morning);
	expect(leaves('03:00:00', true)).toBe(local('07:00:00').toISOString());
	expect(leaves('06:59:59', true)).toBe(local('07:00:00').toISOString());
});

test('a commune that cannot go on presses, one that goes on slowly does not', () => {
	expect(isUrgent('request_raised', { severity: 'blocking' })).toBe(true);
	expect(isUrgent('request_raised', { severity: 'slowing' })).toBe(false);
	expect(isUrgent('request_claimed', { severity: 'blocking' })).toBe(false);
});

test('what was done meanwhile wakes no phone', () => {
	const board = smallBoard();
	const put = (changes: object) =>
		board.requests.set(1, {
			number: 1,
			holder: null,
			escalation: null,
			...changes
		} as SupportRequest);
	const matters = (kind: Parameters<typeof stillMatters>[0]['kind'], refs: object = {}) =>
		stillMatters({ kind, refs: { requests: [1], ...refs } }, board);

	expect(matters('request_raised')).toBe(false);
	put({ state: 'open' });
	expect([matters('request_raised'), matters('request_freed')]).toEqual([true, true]);
	put({ state: 'claimed', holder: { until: 'B' } });
	expect([matters('request_raised'), matters('request_claimed')]).toEqual([false, true]);
	expect([
		matters('lease_ending', { until: 'A' }),
		matters('lease_ending', { until: 'B' })
	]).toEqual([false, true]);
	put({ state: 'claimed', escalation: { acknowledged_until: null } });
	expect(matters('request_escalated')).toBe(true);
	put({ state: 'claimed', escalation: { acknowledged_until: 'later' } });
	expect(matters('request_escalated')).toBe(false);
	const news = ['request_resolved', 'request_commented', 'request_grouped', 'wait_over'] as const;
	put({ state: 'in_progress', holder: { until: 'B' } });
	expect(news.map((kind) => matters(kind))).toEqual([false, true, true, true]);
	put({ state: 'waiting', holder: { until: 'B' } });
	expect(matters('wait_over')).toBe(false);
	put({ state: 'resolved' });
	expect(matters('request_verified')).toBe(false);
	put({ state: 'verified' });
	expect(news.map((kind) => matters(kind))).toEqual([false, false, false, false]);
	expect(matters('request_verified')).toBe(true);

	const day = { unit: '19330', date: '2025-03-07', requests: [] };
	expect(matters('report_reminded', day)).toBe(true);
	const unit = board.units.get('19330');
	if (unit) unit.days['2025-03-07'] = { state: 'corrected' } as never;
	expect([matters('report_reminded', day), matters('report_returned', day)]).toEqual([
		false,
		false
	]);
});
