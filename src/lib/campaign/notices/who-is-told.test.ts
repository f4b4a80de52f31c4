import { describe, expect, test } from 'vitest';
import type { Fact, FactKind } from '../facts.ts';
import type { Visit } from '../groups/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import { smallBoard } from '../test-campaign.ts';
import type { Member } from './notice.ts';
import { whoIsTold, type Around } from './who-is-told.ts';

const member = (
	username: string,
	role: string,
	{ unit = null, group = null, leads = false }: Partial<Member> = {}
): Member => ({
	account: username.length * 100 + username.charCodeAt(username.length - 1),
	username,
	role,
	unit,
	group,
	leads
});

const members = [
	member('leader', 'leader'),
	member('coordinator', 'coordinator'),
	member('administrator', 'administrator'),
	member('district-461', 'district_officer', { unit: '461' }),
	member('district-469', 'district_officer', { unit: '469' }),
	member('commune-19330', 'focal_point', { unit: '19330' }),
	member('commune-19678', 'focal_point', { unit: '19678' }),
	member('group-1', 'group_member', { group: 'group-1', leads: true }),
	member('group-1-2', 'group_member', { group: 'group-1' }),
	member('group-2', 'group_member', { group: 'group-2', leads: true }),
	member('group-3', 'group_member', { group: 'group-3', leads: true })
];

const group = (code: string, base: string | null) => ({
	...{ code, base, name_vi: code, name_en: code, capacity: 5, phone: null, members: [] }
});

function request(changes: Partial<SupportRequest> = {}): SupportRequest {
	return {
		...{ number: 12, unit: '19330', kind: 'equipment', severity: 'slowing', state: 'open' },
		...{ raised_at: AT, raised_by: 'commune-19330', at: AT, holder: null, release_asked: null },
		...{ waiting_until: null, responded_at: null, resolved_at: null, resolved_by: null },
		...{ outcome: null, verified_by: null, duplicate_of: null, incident: null, due: null },
		...{ escalation: null, reopened: 0, comments: 0, files: 0 },
		...changes
	};
}
const AT = '2025-03-07T03:00:00.000Z';
const held = (person: string, group: string) => ({
	holder: { person, group, since: AT, until: '2025-03-07T05:00:00.000Z' },
	state: 'claimed' as const
});
const visit = (changes: Partial<Visit> = {}): Visit => ({
	...{ number: 5, group: 'group-2', unit: '19330', from: '2025-03-07', to: '2025-03-08' },
	...{ state: 'published', arrived_at: null, left_at: null, at: AT },
	...changes
});

/** Who is told what and why, as 'group-1: lease_ending, holder'. */
function told(facts: Fact | Fact[], around: Partial<Around> = {}): string[] {
	const board = smallBoard();
	for (const [code, base] of [
		['group-1', '461'],
		['group-2', null],
		['group-3', '469']
	] as const) {
		board.groups.set(code, group(code, base));
	}
	const whole: Around = {
		...{ board, members, requestBefore: () => undefined, visitBefore: () => undefined },
		...{ tookPart: () => new Set<number>(), mentions: () => [] },
		...around
	};
	return whoIsTold([facts].flat(), whole).map(({ account, kind, why }) => {
		const to = members.find((one) => one.account === account);
		return `${to?.username}: ${kind}, ${why}`;
	});
}

let seq = 0;
const fact = (kind: FactKind, actor: string, data: object) =>
	({ seq: ++seq, at: AT, kind, actor, data }) as Fact;

describe('a request', () => {
	test('that is raised reaches groups near and visiting, and staff, and not who raised it', () => {
		const board = smallBoard();
		board.visits.set(5, visit());
		board.groups.set('group-1', group('group-1', '461'));
		board.groups.set('group-2', group('group-2', null));
		board.groups.set('group-3', group('group-3', '469'));
		const raised = fact('request.raised', 'commune-19330', { request: request() });
		expect(told(raised, { board })).toEqual([
			'group-1: request_raised, near',
			'group-1-2: request_raised, near',
			'group-2: request_raised, visiting',
			'coordinator: request_raised, coordinator',
			'district-461: request_raised, district'
		]);
		board.visits.set(5, visit({ from: '2025-03-08' }));
		expect(told(raised, { board })).not.toContain('group-2: request_raised, visiting');
	});

	test.each<[FactKind, string, SupportRequest, SupportRequest | undefined, string[]]>([
		[
			'request.claimed',
			'group-1',
			request(held('group-1', 'group-1')),
			request(),
			['commune-19330: request_claimed, commune']
		],
		[
			'request.expired',
			'system',
			request(),
			request(held('group-1', 'group-1')),
			['group-1: request_freed, held', 'commune-19330: request_freed, commune']
		],
		[
			'request.released',
			'group-1',
			request(),
			request(held('group-1', 'group-1')),
			['commune-19330: request_freed, commune']
		],
		[
			'request.lease_ending',
			'system',
			request(held('group-1-2', 'group-1')),
			undefined,
			['group-1-2: lease_ending, holder']
		],
		[
			'request.release_asked',
			'coordinator',
			request(held('group-1', 'group-1')),
			undefined,
			['group-1: release_asked, holder']
		],
		[
			'request.taken_over',
			'coordinator',
			request(held('group-2', 'group-2')),
			request(held('group-1', 'group-1')),
			['group-1: request_taken_over, held', 'group-2: request_taken_over, holder']
		],
		[
			'request.resolved',
			'group-1',
			request({ state: 'resolved' }),
			request(held('group-1', 'group-1')),
			['commune-19330: request_resolved, commune']
		],
		[
			'request.declined',
			'coordinator',
			request({ state: 'declined' }),
			request(held('group-1', 'group-1')),
			['commune-19330: request_declined, commune', 'group-1: request_declined, held']
		],
		[
			'request.reopened',
			'commune-19330',
			request(),
			request({ state: 'resolved', resolved_by: 'group-1' }),
			['group-1: request_reopened, group_held', 'group-1-2: request_reopened, group_held']
		],
		['request.started', 'group-1', request(held('group-1', 'group-1')), undefined, []],
		['request.verified', 'commune-19330', request({ state: 'verified' }), undefined, []]
	])('%s', (kind, actor, now, before, expected) => {
		expect(told(fact(kind, actor, { request: now }), { requestBefore: () => before })).toEqual(
			expected
		);
	});

	test('that is commented: who is named, who has a part, and not who wrote', () => {
		const commented = fact('request.commented', 'group-1', {
			request: request({ ...held('group-1', 'group-1'), comments: 1 })
		});
		const district = members.find(({ username }) => username === 'district-461')?.account ?? 0;
		const around = {
			tookPart: () => new Set([district]),
			mentions: () => ['leader', 'district-461']
		};
		expect(told(commented, around)).toEqual([
			'leader: mentioned, mentioned',
			'district-461: mentioned, mentioned',
			'commune-19330: request_commented, commune'
		]);
	});

	test.each([
		['holder', held('group-1-2', 'group-1'), ['group-1-2: request_escalated, holder']],
		['lead', held('group-1-2', 'group-1'), ['group-1: request_escalated, lead']],
		['lead', {}, ['group-1: request_escalated, lead']],
		['holder', { unit: '19678' }, ['group-3: request_escalated, lead']],
		[
			'coordinator',
			{},
			['coordinator: request_escalated, coordinator', 'district-461: request_escalated, district']
		],
		['leader', {}, ['leader: request_escalated, leader']]
	] as const)('that has come up to %s', (rung, state, expected) => {
		const escalation = { clock: 'response', rung, at: AT, acknowledged_until: null } as const;
		const escalated = fact('request.escalated', 'system', {
			request: request({ ...state, escalation })
		});
		expect(told(escalated)).toEqual(expected);
	});
});

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
		...{ tookPart: () => new Set<number>(), mentions: () => [] }
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
			mentions: () => ['commune-19330']
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
