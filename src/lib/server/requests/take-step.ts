import { promisesAfter, stillOverdue } from '#lib/campaign/requests/due.ts';
import { nextMoment, type Ticking } from '#lib/campaign/requests/next-moment.ts';
import { isHeld, type RequestState, type SupportRequest } from '#lib/campaign/requests/request.ts';
import { TRANSITIONS, type Part, type RequestStep } from '#lib/campaign/requests/transitions.ts';
import type { NewFact } from '../log/append.ts';
import { renewedLease } from './lease.ts';
import type { StepContext } from './lock-requests.ts';
import { promisesOf, requestOf, selectRequests, type RequestRow } from './read-requests.ts';

/** A step that was found to be allowed. */
export interface Step {
	step: RequestStep;
	/** The state after it. */
	state: RequestState;
	parts: readonly Part[];
	/** What changes besides state, lease and clocks, which follow. */
	change?: Partial<RequestRow>;
	text?: string | null;
	details?: Record<string, unknown>;
}

/** A step that was taken: the request as it is now, and what the log says of it. */
export interface Stepped {
	row: RequestRow;
	request: SupportRequest;
	/** Of the step in the request's history. */
	position: number;
	fact: NewFact;
}

/** Changes a locked request by one step: its row with lease and clocks, its history, its fact. */
export async function takeStep(
	context: StepContext,
	before: RequestRow,
	taken: Step
): Promise<Stepped> {
	const { send, tx, campaignId } = context;
	const { number } = before;
	const position = before.steps + 1;
	const after = { ...(await rowAfter(context, before, taken)), steps: position };
	const update = tx
		.updateTable('support_request')
		.set(changing(after))
		.where('campaign_id', '=', campaignId)
		.where('number', '=', number);
	const read = selectRequests(tx, campaignId).where('r.number', '=', number);
	const [, , { rows }] = await Promise.all([
		send(update.compile()),
		writeStep(context, number, { ...taken, position }),
		send(read.compile())
	]);
	const [row] = rows;
	if (!row) throw new Error(`request ${number} has gone`);
	const request = requestOf(row);
	return {
		row,
		request,
		position,
		fact: { kind: TRANSITIONS[taken.step].fact, data: { request } }
	};
}

/** Writes one entry of a request's history. */
export function writeStep(
	{ send, tx, campaignId, now, actor }: StepContext,
	number: number,
	entry: { step: string; position: number } & Pick<Step, 'text' | 'details'>
): Promise<unknown> {
	const { step, position, text = null, details = {} } = entry;
	const insert = tx.insertInto('request_step').values({
		...{ campaign_id: campaignId, number, position, step, at: now, text },
		account_id: actor?.account_id ?? null,
		group_code: actor?.group ?? null,
		details: JSON.stringify(details)
	});
	return send(insert.compile());
}

/** What the clocks look at. */
export function tickingOf(row: RequestRow): Ticking {
	const { escalated_clock: clock, escalated_rung: rung, escalated_at: at } = row;
	const { acknowledged_until } = row;
	return {
		...row,
		promises: promisesOf(row),
		escalation: clock && rung && at ? { clock, rung, at, acknowledged_until } : null
	};
}

const FREE = {
	...{ group_code: null, holder_id: null, claimed_at: null, active_at: null, lease_until: null },
	...{ lease_visit: null, lease_warned: false, release_asked_by: null, release_asked_at: null }
};
const CALM = {
	escalated_clock: null,
	escalated_rung: null,
	escalated_at: null,
	acknowledged_until: null
};

async function rowAfter(
	context: StepContext,
	before: RequestRow,
	{ step, state, parts, change = {} }: Step
): Promise<RequestRow> {
	const { board, now } = context;
	const held = isHeld({ state });
	const after: RequestRow = {
		...before,
		waiting_until: null,
		...(held ? {} : FREE),
		state,
		at: now
	};
	if (state === 'waiting') after.waiting_until = before.waiting_until;
	Object.assign(after, change);
	// Whatever the holder does shows that somebody is at it.
	const acts = parts.includes('holder') || step === 'claim' || step === 'take_over';
	if (held && (acts || step === 'wait_over'))
		Object.assign(after, await renewedLease(context, after));
	const promises = promisesAfter(board.campaign, promisesOf(before), {
		...{ step, state, policy: after.policy, now, waitsUntil: after.waiting_until },
		promised: after.policy !== before.policy,
		answers: step === 'comment' && (parts.includes('holder') || parts.includes('staff'))
	});
	const { response, update, solution } = promises;
	Object.assign(after, { response_due: response, update_due: update, solution_due: solution });
	const clock = after.escalated_clock;
	if (clock) {
		const escalated_clock = stillOverdue(clock, promisesOf(before), promises);
		Object.assign(after, escalated_clock ? { escalated_clock } : CALM);
	}
	after.next_at = nextMoment(board.campaign, tickingOf(after), now)?.at ?? null;
	return after;
}

/** Every column a step may change; always all of them, so that the statement is always the same. */
function changing(row: RequestRow) {
	const { state, at, group_code, holder_id, claimed_at, active_at, lease_until } = row;
	const { lease_visit, lease_warned, release_asked_by, release_asked_at, waiting_until } = row;
	const { responded_at, resolved_at, resolved_by, outcome, verified_by, duplicate_of } = row;
	const { incident, response_due, update_due, solution_due, acknowledged_until, next_at } = row;
	const { escalated_clock, escalated_rung, escalated_at, steps, reopened, comments, files } = row;
	const { severity, policy } = row;
	return {
		...{ state, at, group_code, holder_id, claimed_at, active_at, lease_until },
		...{ lease_visit, lease_warned, release_asked_by, release_asked_at, waiting_until },
		...{ responded_at, resolved_at, resolved_by, outcome, verified_by, duplicate_of },
		...{ incident, response_due, update_due, solution_due, acknowledged_until, next_at },
		...{ escalated_clock, escalated_rung, escalated_at, steps, reopened, comments, files },
		...{ severity, policy: JSON.stringify(policy) }
	};
}
