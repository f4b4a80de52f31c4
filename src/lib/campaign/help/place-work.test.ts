import { expect, test } from 'vitest';
import type { Visit } from '../visits/visit.ts';
import { groupsInField, helpFor, openCount, operationsOf } from './place-work.ts';
import type { SupportRequest } from '../requests/request.ts';
import { smallBoard } from '../test-campaign.ts';

const now = new Date('2025-03-07T03:00:00Z'); // 10:00 local

function request(number: number, change: Partial<SupportRequest>): SupportRequest {
	return {
		...{ number, unit: '19330', kind: 'software', severity: 'slowing', state: 'open' },
		...{ raised_at: now.toISOString(), raised_by: 'commune-19330', at: now.toISOString() },
		...{ holder: null, release_asked: null, waiting_until: null, responded_at: null },
		...{ resolved_at: null, resolved_by: null, outcome: null, verified_by: null },
		...{ duplicate_of: null, incident: null, due: null, escalation: null },
		...{ reopened: 0, comments: 0, files: 0, ...change }
	};
}
function visit(number: number, change: Partial<Visit>): Visit {
	return {
		...{ number, group: 'group-1', unit: '19330', from: '2025-03-07', to: '2025-03-07' },
		...{ state: 'published', arrived_at: null, left_at: null, at: now.toISOString(), ...change }
	};
}

function board(requests: SupportRequest[], visits: Visit[]) {
	const made = smallBoard();
	for (const one of requests) made.requests.set(one.number, one);
	for (const one of visits) made.visits.set(one.number, one);
	return made;
}

test('open requests count in their commune, its district and the province; ended ones nowhere', () => {
	const late = { clock: 'response' as const, at: '2025-03-07T02:59:00Z' };
	const all = [
		request(1, { severity: 'blocking', due: late }),
		request(2, { unit: '19333' }),
		request(3, { state: 'resolved', due: null }),
		request(4, { unit: '19678', severity: 'minor', due: { ...late, at: '2025-03-07T09:00:00Z' } })
	];
	const places = operationsOf(board(all, []), now);
	const counts = (code: string) => places.get(code)?.open;
	expect(counts('19330')).toEqual({ blocking: 1, slowing: 0, minor: 0 });
	expect(counts('461')).toEqual({ blocking: 1, slowing: 1, minor: 0 });
	expect(counts('45')).toEqual({ blocking: 1, slowing: 1, minor: 1 });
	expect(openCount(places.get('45')!)).toBe(3);
	expect(['45', '461', '469'].map((code) => places.get(code)?.overdue)).toEqual([1, 1, 0]);
});

test('who is there, who comes today and who comes next; drafts and what is over do not count', () => {
	const visits = [
		visit(1, { state: 'on_site' }),
		visit(2, { group: 'group-2', unit: '461' }),
		visit(3, { group: 'group-3', from: '2025-03-09', to: '2025-03-10' }),
		visit(4, { group: 'group-4', unit: '461', from: '2025-03-08', to: '2025-03-08' }),
		visit(5, { group: 'group-5', state: 'planned' }),
		visit(6, { group: 'group-6', state: 'done' })
	];
	const made = board([], visits);
	const numbers = ({ here, today, next }: ReturnType<typeof helpFor>) => [
		here.map(({ number }) => number),
		today.map(({ number }) => number),
		next?.number ?? null
	];
	expect(numbers(helpFor(made, '19330', now))).toEqual([[1], [2], 4]);
	expect(numbers(helpFor(made, '19333', now))).toEqual([[], [2], 4]);
	expect(numbers(operationsOf(made, now).get('461')!)).toEqual([[1], [2], 4]);
	expect(numbers(helpFor(made, '19678', now))).toEqual([[], [], null]);
	expect(groupsInField(made)).toEqual(new Set(['group-1']));
});
