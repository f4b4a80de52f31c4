import { describe, expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import type { Visit } from '../groups/visit.ts';
import { smallBoard } from '../test-campaign.ts';
import { fact, held, members, request, told, visit } from './test-telling.ts';
import { whoIsTold } from './who-is-told.ts';

test('forty requests closed by one incident are one notice per person', () => {
	const before = request(held('group-1', 'group-1'));
	const facts = Array.from({ length: 40 }, (_, i) =>
		fact('request.resolved', 'coordinator', {
			request: request({
				number: i + 1,
				unit: i < 39 ? '19330' : '19678',
				state: 'resolved',
				incident: 3
			})
		})
	);
	const board = smallBoard();
	const all = whoIsTold(facts, {
		...{ board, members, requestBefore: () => before, visitBefore: () => undefined },
		...{ tookPart: () => new Set<number>(), mentions: () => [], solver: () => undefined }
	});
	expect(all.map(({ refs }) => refs.requests?.length).sort()).toEqual([1, 39, 40]);
	expect(all.every(({ refs }) => refs.incident === 3)).toBe(true);
});

test('of several things in one action the most pressing is said, about all of them', () => {
	const request2 = request({ number: 13, ...held('group-1', 'group-1'), comments: 1 });
	const [notice] = whoIsTold(
		[
			fact('request.claimed', 'group-1', { request: request() }),
			fact('request.commented', 'group-1', { request: request2 })
		],
		{
			...{ board: smallBoard(), members, requestBefore: () => undefined },
			...{ visitBefore: () => undefined, tookPart: () => new Set<number>() },
			...{ mentions: () => ['commune-19330'], solver: () => undefined }
		}
	);
	expect(notice).toMatchObject({ kind: 'mentioned', urgent: true, refs: { requests: [12, 13] } });
});

describe('a visit', () => {
	test('that is published reaches the group and the place; a draft nobody', () => {
		const of = (kind: FactKind, now: Visit, before?: Visit) =>
			told(fact(kind, 'coordinator', { visit: now }), { visitBefore: () => before });
		expect(of('visit.planned', visit({ state: 'planned' }))).toEqual([]);
		expect(of('visit.moved', visit({ state: 'planned' }), visit({ state: 'planned' }))).toEqual([]);
		expect(
			of('visit.cancelled', visit({ state: 'cancelled' }), visit({ state: 'planned' }))
		).toEqual([]);
		expect(of('visit.published', visit())).toEqual([
			'commune-19330: visit_published, commune',
			'group-2: visit_published, visitor'
		]);
		expect(of('visit.published', visit({ unit: '461' }))).toEqual([
			'district-461: visit_published, district',
			'group-2: visit_published, visitor'
		]);
		expect(of('visit.moved', visit({ unit: '19678', group: 'group-3' }), visit())).toEqual([
			'commune-19678: visit_moved, commune',
			'group-3: visit_moved, visitor',
			'commune-19330: visit_moved, commune',
			'group-2: visit_moved, visitor'
		]);
		expect(of('visit.cancelled', visit({ state: 'cancelled' }), visit())).toHaveLength(2);
	});
});

test('a report that came back or is waited for reaches its commune', () => {
	const returned = { unit: '19330', date: '2025-03-07', revision: 1 };
	expect(told(fact('report.returned', 'coordinator', returned))).toEqual([
		'commune-19330: report_returned, commune'
	]);
	const reminded = { units: ['19330', '19678'], date: '2025-03-07' };
	expect(told(fact('report.reminded', 'coordinator', reminded))).toHaveLength(2);
	expect(told(fact('report.accepted', 'coordinator', returned))).toEqual([]);
});
