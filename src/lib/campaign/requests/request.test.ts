import { expect, test } from 'vitest';
import { AT, request } from '../notices/test-notices.ts';
import { REQUEST_STATES, solvedByClosing, solvedWith, type Incident } from './request.ts';

test('closing an incident counts those it closes, not those that were solved before', () => {
	const all = REQUEST_STATES.map((state, i) => request({ number: i + 1, state, incident: 3 }));
	const others = [request({ number: 20 }), request({ number: 21, incident: 4 })];
	const requests = new Map([...all, ...others].map((one) => [one.number, one]));
	expect(solvedByClosing(3, requests).map(({ state }) => state)).toEqual([
		...['open', 'claimed', 'in_progress', 'waiting']
	]);
});

test('a request was solved with an incident when both ended at once', () => {
	const incident: Incident = {
		...({ number: 3, kind: 'other', title: 'Mất mạng', state: 'closed' } as const),
		...{ opened_at: AT, closed_at: AT, fix: 'Khởi động lại' }
	};
	const incidents = new Map([[3, incident]]);
	expect(solvedWith({ incident: 3, resolved_at: AT }, incidents)).toBe(incident);
	expect(
		solvedWith({ incident: 3, resolved_at: '2025-03-07T02:00:00.000Z' }, incidents)
	).toBeUndefined();
	expect(solvedWith({ incident: null, resolved_at: AT }, incidents)).toBeUndefined();
});
