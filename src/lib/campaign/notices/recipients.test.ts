import { describe, expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import type { Visit } from '../visits/visit.ts';
import type { SupportRequest } from '../requests/request.ts';
import { smallBoard } from '../test-campaign.ts';
import { AT, fact, group, held, members, request, told, visit } from './test-notices.ts';

const COORDINATOR: SupportRequest['escalation'] = {
	...({ clock: 'update', rung: 'coordinator' } as const),
	...{ at: AT, acknowledged_until: null }
};

describe('a request', () => {
	test('that is raised reaches groups that are there, come or are near, and staff, not who raised it', () => {
		const board = smallBoard();
		board.visits.set(5, visit());
		board.groups.set('group-1', group('group-1', '461'));
		board.groups.set('group-2', group('group-2', null));
		board.groups.set('group-3', group('group-3', '469'));
		const raised = fact('request.raised', 'commune-19330', { request: request() });
		expect(told(raised, { board })).toEqual([
			'group-1: request_raised, near',
			'group-1-2: request_raised, near',
			'group-2: request_raised, coming',
			'coordinator: request_raised, coordinator',
			'district-461: request_raised, district'
		]);
		// A reason is true of whoever reads it: only who is at the place is told so.
		const why = (changes: Partial<Visit>) => {
			board.visits.set(5, visit(changes));
			return told(raised, { board }).find((one) => one.startsWith('group-2'));
		};
		expect(why({ state: 'on_site' })).toBe('group-2: request_raised, visiting');
		expect(why({ state: 'en_route' })).toBe('group-2: request_raised, coming');
		expect(why({ state: 'on_site', unit: '461' })).toBe('group-2: request_raised, near');
		expect(why({ from: '2025-03-08' })).toBeUndefined();
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
			[
				'group-1: request_freed, held',
				'commune-19330: request_freed, commune',
				'group-1-2: request_freed, near',
				'coordinator: request_freed, coordinator',
				'district-461: request_freed, district'
			]
		],
		[
			'request.released',
			'group-1',
			request(),
			request(held('group-1', 'group-1')),
			[
				'commune-19330: request_freed, commune',
				'group-1-2: request_freed, near',
				'coordinator: request_freed, coordinator',
				'district-461: request_freed, district'
			]
		],
		[
			'request.waiting',
			'group-1',
			request({ ...held('group-1', 'group-1'), state: 'waiting', escalation: COORDINATOR }),
			undefined,
			[
				'commune-19330: request_waiting, commune',
				'group-1-2: request_waiting, group',
				'coordinator: request_waiting, coordinator',
				'district-461: request_waiting, district'
			]
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
			[
				'group-1: request_taken_over, held',
				'group-2: request_taken_over, holder',
				'commune-19330: request_taken_over, commune'
			]
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
			[
				'group-1: request_reopened, group_held',
				'group-1-2: request_reopened, group_held',
				'coordinator: request_reopened, coordinator',
				'district-461: request_reopened, district'
			]
		],
		[
			'request.merged',
			'coordinator',
			request({ state: 'duplicate', duplicate_of: 7 }),
			request(held('group-2', 'group-2')),
			['commune-19330: request_merged, commune', 'group-2: request_merged, held']
		],
		['request.started', 'group-1', request(held('group-1', 'group-1')), undefined, []],
		[
			'request.wait_over',
			'system',
			request({ ...held('group-1-2', 'group-1'), state: 'in_progress' }),
			undefined,
			['group-1-2: wait_over, holder']
		],
		[
			'request.verified',
			'commune-19330',
			request({ state: 'verified', resolved_by: 'group-1', verified_by: 'commune' }),
			undefined,
			['group-1: request_verified, group_held', 'group-1-2: request_verified, group_held']
		],
		[
			'request.verified',
			'system',
			request({ state: 'verified', resolved_by: 'group-1', verified_by: 'silence' }),
			undefined,
			[]
		],
		[
			'request.grouped',
			'coordinator',
			request({ ...held('group-1', 'group-1'), incident: 3 }),
			undefined,
			['group-1: request_grouped, holder', 'commune-19330: request_grouped, commune']
		],
		[
			'request.grouped',
			'group-1',
			request({ ...held('group-1', 'group-1'), incident: 3 }),
			undefined,
			['commune-19330: request_grouped, commune']
		]
	])('%s', (kind, actor, now, before, expected) => {
		expect(told(fact(kind, actor, { request: now }), { requestBefore: () => before })).toEqual(
			expected
		);
	});

	test('that was solved with an incident: the fix goes along; opened again, who closed it is told', () => {
		const board = smallBoard();
		const incident = { kind: 'equipment', title: 'Lô máy hỏng', state: 'closed' } as const;
		const closed = { opened_at: AT, closed_at: AT, fix: 'Đổi máy', number: 3 };
		board.incidents.set(3, { ...incident, ...closed });
		const solved = request({ state: 'resolved', incident: 3, resolved_at: AT, outcome: 'done' });
		const context = { board, requestBefore: () => request(held('group-2', 'group-2')) };
		const resolved = fact('request.resolved', 'coordinator', { request: solved });
		expect(told(resolved, context)).toEqual([
			'commune-19330: incident_closed, commune',
			'group-2: incident_closed, held'
		]);
		const leader = members.find(({ username }) => username === 'leader')?.account;
		const reopened = fact('request.reopened', 'commune-19330', {
			request: request({ incident: 3, reopened: 1 })
		});
		const again = { board, requestBefore: () => solved, closer: () => leader };
		expect(told(reopened, again)).toContain('leader: request_reopened, closed_incident');
	});

	test('that others repeat: who raised those hears how it goes on', () => {
		const board = smallBoard();
		const repeat = { number: 13, state: 'duplicate', duplicate_of: 12 } as const;
		board.requests.set(13, request({ ...repeat, raised_by: 'group-3' }));
		board.requests.set(14, request({ number: 14, raised_by: 'group-2' }));
		const claimed = request(held('group-1', 'group-1'));
		for (const kind of ['request.claimed', 'request.commented', 'request.resolved'] as const) {
			const to = told(fact(kind, 'group-1', { request: claimed }), { board });
			expect(to.some((one) => one.startsWith('group-3') && one.endsWith('duplicate'))).toBe(true);
			expect(to.some((one) => one.startsWith('group-2'))).toBe(false);
		}
	});

	test('that is verified: who resolved it, while they are of the group that did', () => {
		const solver = members.find(({ username }) => username === 'group-1-2')?.account;
		const verified = (resolved_by: string) =>
			fact('request.verified', 'commune-19330', {
				request: request({ state: 'verified', resolved_by, verified_by: 'commune' })
			});
		expect(told(verified('group-1'), { solver: () => solver })).toEqual([
			'group-1-2: request_verified, group_held'
		]);
		expect(told(verified('group-2'), { solver: () => solver })).toEqual([
			'group-2: request_verified, group_held'
		]);
	});

	test('that is commented: who is named, who has a part, and not who wrote', () => {
		const commented = fact('request.commented', 'group-1', {
			request: request({ ...held('group-1', 'group-1'), comments: 1 })
		});
		const district = members.find(({ username }) => username === 'district-461')?.account ?? 0;
		const context = {
			tookPart: () => new Set([district]),
			mentions: () => ['leader', 'district-461']
		};
		expect(told(commented, context)).toEqual([
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
