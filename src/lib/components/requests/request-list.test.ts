import { describe, expect, test } from 'vitest';
import type { RequestState, SupportRequest } from '#lib/campaign/requests/request.ts';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import { distanceBetween } from './board/nearness.ts';
import {
	columnsOf,
	countFacet,
	isInState,
	STATE_FILTERS,
	countStates,
	matchesView,
	requestRows,
	sortRequests,
	USUAL_VIEW,
	type RequestView
} from './request-list.ts';
import { isNarrowed, queryOf, viewFrom } from './board/view-address.ts';

const now = new Date('2025-03-07T10:00:00Z');
const coordinator = { username: 'coordinator', role: 'coordinator', unit: null, group: null };
const member = { username: 'group-1-2', role: 'group_member', unit: null, group: 'group-1' };

function request(
	number: number,
	state: RequestState,
	more: Partial<SupportRequest> = {}
): SupportRequest {
	const held = state === 'claimed' || state === 'in_progress' || state === 'waiting';
	return {
		...{ number, unit: '19330', kind: 'equipment', severity: 'slowing', state },
		...{ raised_at: `2025-03-07T0${number}:00:00Z`, raised_by: 'commune-19330' },
		at: `2025-03-07T0${number}:00:00Z`,
		holder: held
			? { group: 'group-1', person: 'group-1', since: '', until: '2025-03-07T11:00:00Z' }
			: null,
		...{ release_asked: null, waiting_until: null, responded_at: null, resolved_at: null },
		...{ resolved_by: null, outcome: null, verified_by: null, duplicate_of: null, incident: null },
		...{ due: null, escalation: null, reopened: 0, comments: 0, files: 0 },
		...more
	};
}
const due = (at: string) => ({ due: { clock: 'response' as const, at } });
const requests = [
	request(1, 'open', { severity: 'minor' }),
	request(2, 'open', { severity: 'blocking', ...due('2025-03-07T12:00:00Z') }),
	request(3, 'claimed', { unit: '19333', ...due('2025-03-07T09:00:00Z') }),
	request(4, 'waiting', { kind: 'people' }),
	request(5, 'verified', { severity: 'blocking' }),
	request(6, 'open', {
		escalation: { clock: 'response', rung: 'coordinator', at: '', acknowledged_until: null }
	})
];
const titles = new Map([
	[1, 'Máy quét hỏng'],
	[2, 'Mất mạng cả ngày']
]);
const rowsFor = (me = coordinator as typeof coordinator | typeof member) => {
	const board = { ...smallBoard(), requests: new Map(requests.map((one) => [one.number, one])) };
	return requestRows(board, titles, me, now);
};
/** Those above, and two that wait for the commune's word. */
const allStates = () => {
	const more = [request(7, 'resolved', { severity: 'blocking' }), request(8, 'resolved')];
	const all = [...requests, ...more, request(9, 'declined'), request(10, 'in_progress')];
	const board = { ...smallBoard(), requests: new Map(all.map((one) => [one.number, one])) };
	return requestRows(board, titles, coordinator, now);
};
const shown = (view: Partial<RequestView>, me?: typeof member) =>
	rowsFor(me)
		.filter((row) => matchesView(row, { ...USUAL_VIEW, ...view }))
		.map(({ request: { number } }) => number);

describe('a list of requests', () => {
	test('is narrowed by state, severity, kind, time and words, with or without diacritics', () => {
		expect(shown({})).toEqual([1, 2, 3, 4, 6]);
		expect(shown({ state: 'held' })).toEqual([3]);
		expect(shown({ state: 'ended' })).toEqual([5]);
		expect(shown({ severity: 'blocking' })).toEqual([2]);
		expect(shown({ state: 'all', severity: 'blocking' })).toEqual([2, 5]);
		expect(shown({ kind: 'people' })).toEqual([4]);
		expect(shown({ overdue: true })).toEqual([3]);
		expect(shown({ query: 'mat mang' })).toEqual([2]);
		expect(shown({ query: '#4' })).toEqual([4]);
	});

	test("is one's own: held by the group, or come up to the coordinator", () => {
		expect(shown({ mine: true }, member)).toEqual([3, 4]);
		expect(shown({ mine: true })).toEqual([6]);
	});

	test('counts what each choice would show while the others stay', () => {
		const view = { ...USUAL_VIEW, severity: 'blocking' as const };
		expect(countStates(rowsFor(), view)).toMatchObject({ live: 1, open: 1, ended: 1, all: 2 });
		expect(countFacet(rowsFor(), view, 'severity')).toEqual({ minor: 1, blocking: 1, slowing: 3 });
		expect(countFacet(rowsFor(), USUAL_VIEW, 'overdue')).toEqual({ false: 4, true: 1 });
	});

	test('as columns shows as many as chips and figures count, whatever is filtered', () => {
		const views: Partial<RequestView>[] = [{}, { severity: 'blocking' }, { overdue: true }];
		for (const some of views)
			for (const state of STATE_FILTERS) {
				const view = { ...USUAL_VIEW, ...some, state };
				const kept = allStates().filter((row) => matchesView(row, view, 'state'));
				const counts = countStates(allStates(), view);
				const columns = columnsOf(kept, state);
				const inColumns = (filter: (typeof STATE_FILTERS)[number]) =>
					columns.filter((column) => isInState(filter, column));
				for (const filter of ['open', 'held', 'waiting', 'resolved'] as const) {
					if (inColumns(filter).length === 0) continue;
					const shown = inColumns(filter).flatMap(({ rows }) => rows).length;
					expect(shown, `${filter} of ${JSON.stringify(view)}`).toBe(counts[filter]);
				}
				const of = columns.filter((column) => isInState(state, column));
				expect(of.flatMap(({ rows }) => rows)).toHaveLength(counts[state]);
			}
		const usual = columnsOf(allStates(), 'live').map(({ state, rows }) => [state, rows.length]);
		expect(usual).toContainEqual(['resolved', 2]);
	});

	test('puts the overdue first, then the most severe, then what is due', () => {
		const order = (by: RequestView['order']) =>
			sortRequests(rowsFor(), by, []).map(({ request: { number } }) => number);
		expect(order('urgent')).toEqual([3, 2, 4, 6, 1, 5]);
		expect(order('newest')).toEqual([6, 5, 4, 3, 2, 1]);
		expect(order('due').slice(0, 2)).toEqual([3, 2]);
	});
});

test('a view stands in the address, and only what is not usual', () => {
	const view: RequestView = {
		...{ ...USUAL_VIEW, state: 'held', severity: 'blocking', group: 'group-2' },
		...{ mine: true, query: 'máy', look: 'columns' }
	};
	expect(viewFrom(new URLSearchParams(queryOf(view)))).toEqual(view);
	expect(queryOf(USUAL_VIEW)).toBe('');
	expect(viewFrom(new URLSearchParams('?state=x&order=&severity=none'))).toEqual(USUAL_VIEW);
	expect(isNarrowed({ ...USUAL_VIEW, look: 'columns', order: 'due' })).toBe(false);
	expect(isNarrowed(view)).toBe(true);
});

test('a degree of latitude is 111 km', () => {
	expect(distanceBetween([107, 16], [107, 17])).toBeCloseTo(111.2, 0);
});
