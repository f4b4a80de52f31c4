import { describe, expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import type { Visit } from '../visits/visit.ts';
import { smallBoard } from '../test-campaign.ts';
import { AT, fact, held, members, request, SILENT, told, visit } from './test-notices.ts';
import { notify } from './notify.ts';

test('forty requests closed by one incident are one notice per person', () => {
	const before = request({ ...held('group-1', 'group-1'), incident: 3 });
	const facts = Array.from({ length: 40 }, (_, i) =>
		fact('request.resolved', 'coordinator', {
			request: request({
				number: i + 1,
				...(i < 39 ? {} : { unit: '19678', raised_by: 'commune-19678' }),
				state: 'resolved',
				incident: 3
			})
		})
	);
	const board = smallBoard();
	const all = notify(facts, {
		...{ board, members, requestBefore: () => before, visitBefore: () => undefined },
		...SILENT
	});
	expect(all.map(({ refs }) => refs.requests?.length).sort()).toEqual([1, 39, 40]);
	expect(all.every(({ refs }) => refs.incident === 3)).toBe(true);
});

test('of several things in one action the most pressing is said, and what it is about', () => {
	const request2 = request({ number: 13, ...held('group-1', 'group-1'), comments: 1 });
	const [notice] = notify(
		[
			fact('request.claimed', 'group-1', { request: request() }),
			fact('request.commented', 'group-1', { request: request2 })
		],
		{
			...{ board: smallBoard(), members, requestBefore: () => undefined },
			...{ visitBefore: () => undefined, ...SILENT, mentions: () => ['commune-19330'] }
		}
	);
	expect(notice).toMatchObject({ kind: 'mentioned', urgent: true, refs: { requests: [13] } });
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
			'group-2: visit_published, visitor',
			'commune-19330: visit_published, commune'
		]);
		expect(of('visit.published', visit({ unit: '461' }))).toEqual([
			'group-2: visit_published, visitor',
			'district-461: visit_published, district'
		]);
		expect(of('visit.moved', visit(), visit())).toEqual([]);
		expect(of('visit.published', visit({ unit: '19678', group: 'group-3' }), visit())).toEqual([
			'group-3: visit_moved, visitor',
			'commune-19678: visit_moved, commune',
			'group-2: visit_moved, visitor',
			'commune-19330: visit_moved, commune'
		]);
		expect(of('visit.cancelled', visit({ state: 'cancelled' }), visit())).toHaveLength(2);
	});
});

test('a report that came back or is waited for reaches its commune', () => {
	const returned = { unit: '19330', date: '2025-03-07', revision: 1 };
	expect(told(fact('report.returned', 'coordinator', returned))).toEqual([
		'commune-19330: report_returned, commune'
	]);
	const unlocked = { unit: '19330', date: '2025-03-07', until: AT };
	expect(told(fact('report.unlocked', 'coordinator', unlocked))).toEqual([
		'commune-19330: report_unlocked, commune'
	]);
	const reminded = { units: ['19330', '19678'], date: '2025-03-07' };
	expect(told(fact('report.reminded', 'coordinator', reminded))).toHaveLength(2);
	expect(told(fact('report.accepted', 'coordinator', returned))).toEqual([]);
});
