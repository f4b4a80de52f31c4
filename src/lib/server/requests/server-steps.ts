import { dueNext } from '#lib/campaign/requests/due.ts';
import { warnedUntil } from '#lib/campaign/requests/lease.ts';
import { nextMoment, nextRung, type ServerStep } from '#lib/campaign/requests/next-moment.ts';
import { stateAfter, type RequestStep } from '#lib/campaign/requests/transitions.ts';
import type { NewFact } from '../log/append.ts';
import { leaseIsTied, renewedLease } from './lease.ts';
import type { StepContext } from './lock-requests.ts';
import { promisesOf, requestOf, type RequestRow } from './read-requests.ts';
import { takeStep, tickingOf, type Step } from './take-step.ts';

/** More than one moment can ask of a request; beyond this something asks for ever. */
const MOST_STEPS = 20;

/** Takes every step that is due with a locked request, in order, each at this moment. */
export async function takeDueSteps(context: StepContext, locked: RequestRow): Promise<NewFact[]> {
	const { board, now } = context;
	const facts: NewFact[] = [];
	let row = locked;
	const take = async (step: RequestStep, rest: Pick<Step, 'change' | 'details'>) => {
		const after = stateAfter(step, row, ['server']);
		if ('refused' in after) throw new Error(`request ${row.number}: ${step} is ${after.refused}`);
		const parts = ['server'] as const;
		const taken = await takeStep(context, row, { step, state: after.state, parts, ...rest });
		facts.push(taken.fact);
		row = taken.row;
	};
	if (row.lease_visit !== null && !(await leaseIsTied(context, row))) {
		await takeOverLease(context, row, take);
	}
	for (let steps = 0; steps < MOST_STEPS; steps++) {
		const next = nextMoment(board.campaign, tickingOf(row), now);
		if (!next || next.at > now) return facts;
		if ((next.step === 'lease_ending' || next.step === 'expire') && row.active_at) {
			// The group may have been sent there since.
			const lease = await renewedLease(context, row, row.active_at);
			if (lease.lease_visit !== null && lease.lease_visit !== row.lease_visit) {
				const change = { ...lease, active_at: row.active_at };
				await take('extend', { change, details: { visit: lease.lease_visit } });
				continue;
			}
		}
		await take(next.step, particulars(context, row, next.step));
	}
	throw new Error(`request ${row.number} has something due for ever`);
}

/** The visit that a lease lasted as long as was changed: from now on it lasts as for any act. */
async function takeOverLease(
	context: StepContext,
	row: RequestRow,
	take: (step: RequestStep, rest: Pick<Step, 'change' | 'details'>) => Promise<void>
): Promise<void> {
	const lease = await renewedLease(context, row);
	const change = { ...lease, active_at: row.active_at };
	const longer = lease.lease_until! > row.lease_until!;
	const step = longer || row.state === 'waiting' ? 'extend' : 'lease_ending';
	await take(step, { change, details: { visit: row.lease_visit } });
}

/** What else a step of the server changes, and what its history says. */
function particulars(
	{ board, now }: StepContext,
	row: RequestRow,
	step: ServerStep
): Pick<Step, 'change' | 'details'> {
	switch (step) {
		case 'lease_ending': {
			const until = warnedUntil(board.campaign, row.lease_until ?? now, now);
			const tied = until.getTime() === row.lease_until?.getTime();
			const lease_visit = tied ? row.lease_visit : null;
			return {
				change: { lease_warned: true, lease_until: until, lease_visit },
				details: { until: until.toISOString() }
			};
		}
		case 'expire':
			return { details: { from: { group: row.group_code, person: row.holder } } };
		case 'wait_over':
			return {};
		case 'fall_silent':
			return { change: { verified_by: 'silence' } };
		case 'escalate': {
			const due = dueNext(promisesOf(row));
			if (!due) throw new Error(`request ${row.number} is not overdue`);
			const { ladder } = row.policy;
			const after = row.escalated_clock === due.clock ? row.escalated_rung : null;
			const rung = nextRung(board, requestOf(row), { ladder, after, now }) ?? ladder.at(-1)!;
			return {
				change: {
					...{ escalated_clock: due.clock, escalated_rung: rung, escalated_at: now },
					acknowledged_until: null
				},
				details: { clock: due.clock, rung, due: due.at.toISOString() }
			};
		}
	}
}
