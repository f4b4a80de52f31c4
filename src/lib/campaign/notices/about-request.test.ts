import { describe, expect, test } from 'vitest';
import type { FactKind } from '../facts.ts';
import type { SupportRequest } from '../requests/request.ts';
import { smallBoard } from '../test-campaign.ts';
import { AT, fact, group, held, members, request, told, visit } from './test-telling.ts';

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
