import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallBoard, quangTri } from '../test-campaign.ts';
import type { Visit } from '../visits/visit.ts';
import { dueNext, promisesAfter, stillOverdue, type Promises } from './due.ts';
import { leaseUntil, warnedUntil, warnsAt } from './lease.ts';
import { nextMoment, nextRung, type Ticking } from './next-moment.ts';
import { USUAL_POLICIES } from './policy.ts';
import type { RUNGS } from './request.ts';
import { isHeld, REQUEST_STATES, type RequestState } from './request.ts';
import { isQuiet } from './service-time.ts';
import { TRANSITIONS } from './transitions.ts';

const policy = USUAL_POLICIES.blocking;
const at = (time: string, day = '03') => new Date(`2025-03-${day}T${time}:00+07:00`);
const NONE: Promises = { response: null, update: null, solution: null };
const step = (before: Promises, step: keyof typeof TRANSITIONS | 'raise', state: RequestState) =>
	promisesAfter(quangTri, before, { step, state, policy, now: at('09:00') });

describe('the clocks', () => {
	test('response until somebody has it, update while somebody has, solution until it is solved', () => {
		const raised = step(NONE, 'raise', 'open');
		expect(raised).toEqual({ response: at('09:30'), update: null, solution: at('17:00') });
		const claimed = step(raised, 'claim', 'claimed');
		expect(claimed).toEqual({ response: null, update: at('11:00'), solution: at('17:00') });
		expect(dueNext(claimed)).toEqual({ clock: 'update', at: at('11:00') });
		expect(step(claimed, 'extend', 'claimed')).toEqual(claimed);
		expect(step(claimed, 'release', 'open')).toEqual(raised);
		expect(step(claimed, 'resolve', 'resolved')).toEqual(NONE);
		expect(step(NONE, 'reopen', 'open')).toEqual(raised);
	});

	test('waiting promises news when it is over; the commune waits all the same', () => {
		const claimed = step(step(NONE, 'raise', 'open'), 'claim', 'claimed');
		const waits = { state: 'waiting', policy, now: at('09:00'), waitsUntil: at('14:00') } as const;
		expect(promisesAfter(quangTri, claimed, { step: 'wait', ...waits })).toEqual({
			...{ response: null, update: at('16:00'), solution: at('17:00') }
		});
	});
});

test('under another policy the clocks that run begin anew; what was broken stays broken', () => {
	const promised = { step: 'comment', policy: USUAL_POLICIES.minor, promised: true } as const;
	const late = { response: null, update: at('08:00'), solution: at('17:00') };
	const after = promisesAfter(quangTri, late, {
		...{ ...promised, state: 'in_progress', now: at('09:00') }
	});
	expect(after).toMatchObject({ response: null, update: at('08:00') });
	expect(after.solution! > at('17:00')).toBe(true);
	expect(stillOverdue('update', late, after)).toBe('update');
	const ended = { ...promised, state: 'resolved', now: at('09:00') } as const;
	expect(promisesAfter(quangTri, NONE, ended)).toEqual(NONE);
});

describe('a promise that was broken', () => {
	const late = { response: null, update: at('08:00'), solution: at('17:00') };
	test.each([
		['release', 'open', 'response'],
		['expire', 'open', 'response'],
		['take_over', 'claimed', 'update']
	] as const)('stays broken through %s', (how, state, clock) => {
		const after = step(late, how, state);
		expect(after[clock]).toEqual(at('08:00'));
		expect(stillOverdue('update', late, after)).toBe(clock);
		const open = { response: at('08:00'), update: null, solution: at('17:00') };
		expect(stillOverdue('response', open, step(open, 'take_over', 'claimed'))).toBe('update');
	});

	test('is kept by whoever claims it, starts or answers', () => {
		const open = { response: at('08:00'), update: null, solution: at('17:00') };
		const claimed = step(open, 'claim', 'claimed');
		expect(stillOverdue('response', open, claimed)).toBeNull();
		expect(stillOverdue('update', late, step(late, 'start', 'in_progress'))).toBeNull();
		// What was not broken yet begins anew.
		const early = { ...late, update: at('10:00') };
		expect(step(early, 'release', 'open').response).toEqual(at('09:30'));
		expect(step(early, 'take_over', 'claimed').update).toEqual(at('11:00'));
	});
});

const claimed: Ticking = {
	state: 'claimed',
	lease_until: at('12:00'),
	lease_warned: false,
	waiting_until: null,
	resolved_at: null,
	promises: NONE,
	policy,
	escalation: null
};

describe('the server', () => {
	test('warns ten minutes before a claim ends, then ends it', () => {
		expect(nextMoment(quangTri, claimed, at('10:00'))).toEqual({
			...{ step: 'lease_ending', at: at('11:50') }
		});
		const warned = { ...claimed, lease_warned: true };
		expect(nextMoment(quangTri, warned, at('11:50'))).toEqual({ step: 'expire', at: at('12:00') });
		// Nobody looked for hours: the holder is warned all the same, and has ten minutes.
		expect(nextMoment(quangTri, claimed, at('15:00'))?.step).toBe('lease_ending');
		expect(warnedUntil(quangTri, at('12:00'), at('15:00'))).toEqual(at('15:10'));
		expect(warnedUntil(quangTri, at('12:00'), at('11:50'))).toEqual(at('12:00'));
	});

	test('ends and warns of no claim in quiet hours, and the holder has two hours of service', () => {
		expect(leaseUntil(quangTri, at('18:27'), null)).toEqual(at('08:27', '04'));
		expect(leaseUntil(quangTri, at('22:00'), null)).toEqual(at('09:00', '04'));
		expect(warnsAt(quangTri, at('07:04', '04'))).toEqual(at('18:54'));
		expect(warnsAt(quangTri, at('07:00', '04'))).toEqual(at('18:50'));
		// A visit's last evening is quiet: its claims end in the morning.
		expect(leaseUntil(quangTri, at('10:00'), '2025-03-03')).toEqual(at('07:00', '04'));
		const left = { ...claimed, lease_until: at('18:30') };
		expect(nextMoment(quangTri, left, at('21:00'))).toEqual({
			...{ step: 'lease_ending', at: at('07:00', '04') }
		});
		expect(warnedUntil(quangTri, at('18:30'), at('07:00', '04'))).toEqual(at('07:10', '04'));
	});

	test('takes silence for a yes after a day', () => {
		const resolved = { ...claimed, state: 'resolved', resolved_at: at('10:00') } as const;
		expect(nextMoment(quangTri, resolved, at('10:00'))).toEqual({
			...{ step: 'fall_silent', at: new Date(at('10:00').getTime() + 24 * 3_600_000) }
		});
	});

	test('tells the next rung, waits out an acknowledgement, and stops at the top', () => {
		const promises = { ...NONE, update: at('09:00') };
		const overdue = { ...claimed, lease_until: at('18:00'), promises };
		const escalated = (rung: (typeof RUNGS)[number], acknowledged: Date | null = null) =>
			nextMoment(
				quangTri,
				{
					...overdue,
					escalation: { clock: 'update', rung, at: at('09:00'), acknowledged_until: acknowledged }
				},
				at('09:10')
			);
		expect(nextMoment(quangTri, overdue, at('09:10'))).toEqual({
			...{ step: 'escalate', at: at('09:00') }
		});
		expect(escalated('holder')?.at).toEqual(at('09:30'));
		expect(escalated('holder', at('11:00'))?.at).toEqual(at('11:00'));
		expect(escalated('leader')?.step).toBe('lease_ending');
		// Another clock than the one that went up begins at the bottom.
		const other = { clock: 'response', rung: 'leader', at: at('08:00') } as const;
		const again = { ...overdue, escalation: { ...other, acknowledged_until: null } };
		expect(nextMoment(quangTri, again, at('09:10'))?.at).toEqual(at('09:00'));
	});

	test('never wakes anybody', () => {
		const time = fc.integer({ min: 0, max: 4 * 24 * 60 }).map((minutes) => {
			return new Date(at('00:00').getTime() + minutes * 60_000);
		});
		fc.assert(
			fc.property(time, time, fc.option(time), (due, now, acknowledged_until) => {
				const promises = { ...NONE, solution: due };
				const escalation =
					acknowledged_until === null
						? null
						: ({ clock: 'solution', rung: 'lead', at: due, acknowledged_until } as const);
				const open = {
					...claimed,
					state: 'open',
					lease_until: null,
					promises,
					escalation
				} as const;
				const moment = nextMoment(quangTri, open, now);
				expect(moment?.step).toBe('escalate');
				expect(isQuiet(quangTri, moment?.at ?? now)).toBe(false);
				if (moment && moment.at <= now) expect(isQuiet(quangTri, now)).toBe(false);
			})
		);
	});

	test('only takes steps that the table has', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...REQUEST_STATES),
				fc.boolean(),
				fc.integer({ min: 0, max: 3000 }),
				(state, lease_warned, minutes) => {
					const now = new Date(at('07:00').getTime() + minutes * 60_000);
					const over = state === 'resolved' || state === 'verified';
					const live = state === 'open' || isHeld({ state });
					const moment = nextMoment(
						quangTri,
						{
							...{ state, lease_warned, policy, escalation: null },
							lease_until: isHeld({ state }) ? at('12:00') : null,
							waiting_until: state === 'waiting' ? at('10:00') : null,
							resolved_at: over ? at('08:00') : null,
							promises: live ? { ...NONE, solution: at('11:00') } : NONE
						},
						now
					);
					if (moment) expect(TRANSITIONS[moment.step].from).toContain(state);
					if (live) expect(moment).not.toBeNull();
				}
			)
		);
	});
});

describe('the next rung', () => {
	const visit: Visit = {
		...{ number: 1, group: 'group-2', unit: '461', from: '2025-03-03', to: '2025-03-04' },
		...{ state: 'published', arrived_at: null, left_at: null, at: at('08:00').toISOString() }
	};
	const board = smallBoard();
	const group = { name_vi: '', name_en: '', base: null, capacity: 5, phone: null };
	for (const code of ['group-1', 'group-2']) {
		const members = [{ username: code, leads: true, name_vi: '', name_en: '' }];
		board.groups.set(code, { code, ...group, members });
	}
	const from = (after: (typeof RUNGS)[number] | null, holder: string | null, visits: Visit[]) =>
		nextRung(
			{ ...board, visits: new Map(visits.map((one) => [one.number, one])) },
			{
				unit: '19330',
				holder: holder ? { group: holder, person: holder, since: '', until: '' } : null
			},
			{ ladder: policy.ladder, after, now: at('09:00') }
		);

	test('leaves out those nobody stands on', () => {
		expect(from(null, 'group-1', [])).toBe('holder');
		expect(from('holder', 'group-1', [])).toBe('lead');
		expect(from('lead', 'group-1', [])).toBe('coordinator');
		expect(from(null, null, [])).toBe('coordinator');
		expect(from('leader', null, [])).toBeNull();
	});

	test('is the lead of the group that visits the place when nobody holds it', () => {
		expect(from(null, null, [visit])).toBe('lead');
		expect(from(null, null, [{ ...visit, from: '2025-03-04' }])).toBe('coordinator');
		expect(from(null, null, [{ ...visit, state: 'planned' }])).toBe('coordinator');
		expect(from(null, null, [{ ...visit, unit: '469' }])).toBe('coordinator');
	});
});
