import { expect, test } from 'vitest';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import type { RequestState, SupportRequest } from '#lib/campaign/requests/request.ts';
import { smallBoard } from '#lib/campaign/test-campaign.ts';
import { communesAct } from './communes.ts';
import { coordinatorActs } from './coordinator.ts';
import { groupActs } from './groups.ts';

const at = (time: string, date = '2025-03-07') => new Date(`${date}T${time}:00+07:00`);

function world(): CampaignBoard {
	const board = smallBoard();
	const members = ['group-1', 'group-1-2'].map((username, i) => {
		return { username, name_vi: username, name_en: username, leads: i === 0 };
	});
	board.groups.set('group-1', {
		...{ code: 'group-1', name_vi: 'Tổ 1', name_en: 'Group 1', base: '461' },
		...{ capacity: 2, phone: null, members }
	});
	return board;
}
function add(
	board: CampaignBoard,
	number: number,
	state: RequestState,
	when: Date
): SupportRequest {
	const time = when.toISOString();
	const held = ['claimed', 'in_progress'].includes(state);
	const request: SupportRequest = {
		...{ number, unit: '19330', kind: 'guidance', severity: 'blocking', state },
		...{ raised_at: time, raised_by: 'commune-19330', at: time, release_asked: null },
		holder: held ? { group: 'group-1', person: 'group-1-2', since: time, until: time } : null,
		...{ waiting_until: null, responded_at: null, resolved_by: null, outcome: null },
		resolved_at: state === 'resolved' ? time : null,
		...{ verified_by: null, duplicate_of: null, incident: null, due: null, escalation: null },
		...{ reopened: 0, comments: 0, files: 0 }
	};
	board.requests.set(number, request);
	return request;
}
const visit = (change: Partial<Visit>): Visit => ({
	...{ number: 1, group: 'group-1', unit: '19330', from: '2025-03-07', to: '2025-03-07' },
	...{ state: 'published', arrived_at: null, left_at: null, at: at('06:00').toISOString() },
	...change
});

test('over a campaign every commune asks now and then, once a day, and only by day', () => {
	const board = world();
	let raised = 0;
	for (let day = 1; day <= 20; day++) {
		const date = `2025-03-${String(day).padStart(2, '0')}`;
		for (let hour = 6; hour < 22; hour++) {
			const now = at(`${String(hour).padStart(2, '0')}:30`, date);
			for (const { type, by, input } of communesAct(board, now)) {
				expect([type, by]).toEqual([
					'request.raise',
					`commune-${'unit' in input ? input.unit : ''}`
				]);
				expect(hour).toBeLessThan(18);
				const request = add(board, ++raised, 'declined', now);
				if (type === 'request.raise') request.unit = input.unit;
			}
		}
	}
	expect(raised).toBeGreaterThan(0);
	expect(raised).toBeLessThan(12);
});

test('a group claims what is near after reading it, starts, and resolves; the commune answers', () => {
	const board = world();
	const group = board.groups.get('group-1')!;
	const types = (now: Date) => groupActs(board, group, now).map(({ type }) => type);
	const request = add(board, 1, 'open', at('08:00'));
	expect(types(at('08:05'))).toEqual([]);
	expect(types(at('08:20'))).toEqual(['request.claim']);
	Object.assign(request, add(board, 1, 'claimed', at('08:20')));
	expect(types(at('09:40'))).toEqual(['request.start']);
	Object.assign(request, add(board, 1, 'in_progress', at('09:40')));
	expect(types(at('09:45'))).toEqual([]);
	expect(types(at('11:30'))).toEqual(['request.resolve']);
	for (let number = 1; number <= 40; number++) add(board, number, 'resolved', at('11:00'));
	const answers = communesAct(board, at('17:00')).map(({ type }) => type);
	expect(new Set(answers)).toEqual(new Set(['request.verify', 'request.reopen']));
	expect(answers.length).toBeLessThan(40);
});

test('a group is full at its capacity', () => {
	const board = world();
	for (const number of [1, 2]) add(board, number, 'in_progress', at('08:00'));
	add(board, 3, 'open', at('07:00'));
	const acts = groupActs(board, board.groups.get('group-1')!, at('08:10'));
	expect(acts.map(({ type }) => type)).not.toContain('request.claim');
});

test('a visit is gone to, checked in and checked out on its days', () => {
	const board = world();
	const group = board.groups.get('group-1')!;
	const next = (state: Visit['state'], now: Date) => {
		board.visits.set(1, visit({ state }));
		return groupActs(board, group, now).map(({ type }) => type);
	};
	expect(next('published', at('06:40'))).toEqual([]);
	expect(next('published', at('07:45'))).toEqual(['visit.depart']);
	expect(next('en_route', at('09:15'))).toEqual(['visit.check_in']);
	expect(next('on_site', at('12:00'))).toEqual([]);
	expect(next('on_site', at('17:30'))).toEqual(['visit.check_out']);
	expect(next('planned', at('09:00'))).toEqual([]);
});

test('the coordinator sends groups where need is greatest, and publishes what is near', () => {
	const board = world();
	add(board, 1, 'open', at('08:00'));
	const [plan, ...more] = coordinatorActs(board, at('08:00'));
	expect(more).toEqual([]);
	expect(plan).toMatchObject({
		type: 'visit.plan',
		input: { group: 'group-1', unit: '19330', from: '2025-03-07', to: '2025-03-08' }
	});
	board.visits.set(1, visit({ state: 'planned', to: '2025-03-08' }));
	expect(coordinatorActs(board, at('08:00'))).toMatchObject([
		{ type: 'visit.publish', input: { visits: [1] } }
	]);
});

test('the same trouble in several communes becomes one incident, with a fix some hours later', () => {
	const board = world();
	board.groups.clear();
	for (const number of [1, 2]) add(board, number, 'open', at('08:00')).kind = 'software';
	expect(coordinatorActs(board, at('08:30'))).toMatchObject([
		{ type: 'incident.open', input: { kind: 'software', requests: [1, 2] } }
	]);
	board.incidents.set(1, {
		...{ number: 1, kind: 'software', title: 'Lỗi', state: 'open', fix: null },
		...{ opened_at: at('08:30').toISOString(), closed_at: null }
	});
	expect(coordinatorActs(board, at('09:00'))).toEqual([]);
	expect(coordinatorActs(board, at('12:00'))).toMatchObject([
		{ type: 'incident.close', input: { incident: 1 } }
	]);
});
