import type { Campaign } from '../campaign.ts';
import type { Policy } from './policy.ts';
import { isHeld, type RequestClock, type RequestState } from './request.ts';
import { afterService } from './service-time.ts';
import type { RequestStep } from './transitions.ts';

/** Until when each clock of a request has to be met; null while it does not run. Campaign time. */
export type Promises = Record<RequestClock, Date | null>;

/** In the order in which equal moments count. */
const CLOCKS: RequestClock[] = ['response', 'update', 'solution'];
const NONE: Promises = { response: null, update: null, solution: null };

/** Steps that tell the commune how it goes on. */
const NEWS: ReadonlySet<RequestStep | 'raise'> = new Set(['claim', 'start', 'wait_over']);

interface Happened {
	step: RequestStep | 'raise';
	/** The state after it. */
	state: RequestState;
	policy: Policy;
	now: Date;
	/** A comment by the holder's group, or by staff. */
	answers?: boolean;
	/** Until when it waits. */
	waitsUntil?: Date | null;
	/** Whether `policy` promises something else than before. */
	promised?: boolean;
}

/**
 * What a request is promised after a step. The response clock runs while nobody has it, the update clock
 * while somebody has, the solution clock until it is resolved: waiting does not stop it, because the
 * commune waits too. A promise that was broken stays broken when the request only changes hands (released,
 * freed, given to another): it goes on under the clock that runs from then on. Under another policy the clocks that
 * run begin anew; what was broken before stays broken.
 */
export function promisesAfter(
	campaign: Pick<Campaign, 'quiet_hours' | 'time_zone'>,
	before: Promises,
	{ step, state, policy, now, answers = false, waitsUntil = null, promised = false }: Happened
): Promises {
	if (state !== 'open' && !isHeld({ state })) return NONE;
	const within = (clock: RequestClock, from = now) =>
		afterService(campaign, from, policy.within[clock]);
	const broken = (at: Date | null) => (at && at <= now ? at : null);
	if (promised) {
		const anew = (clock: RequestClock, from = now) =>
			before[clock] && (broken(before[clock]) ?? within(clock, from));
		const update = anew('update', waitsUntil ?? now);
		return { response: anew('response'), update, solution: anew('solution') };
	}
	const fresh = step === 'raise' || step === 'reopen';
	const solution = fresh ? within('solution') : before.solution;
	if (state === 'open') {
		const freed = step === 'release' || step === 'expire';
		const response = freed ? (broken(before.update) ?? within('response')) : before.response;
		return { response: fresh ? within('response') : response, update: null, solution };
	}
	if (waitsUntil) return { response: null, update: within('update', waitsUntil), solution };
	if (step === 'take_over') {
		const update = broken(before.response ?? before.update) ?? within('update');
		return { response: null, update, solution };
	}
	const news = answers || NEWS.has(step);
	return { response: null, update: news ? within('update') : before.update, solution };
}

/**
 * Under which clock an overdue request goes on its way up after a step; null when what was overdue has come.
 * @param clock the one it was overdue by before
 */
export function stillOverdue(
	clock: RequestClock,
	before: Promises,
	after: Promises
): RequestClock | null {
	const at = before[clock]?.getTime();
	const candidates = [clock, 'response', 'update'] as const;
	return candidates.find((one) => after[one] && after[one].getTime() === at) ?? null;
}

/** The clock that runs out next, or has. */
export function dueNext(promises: Promises): { clock: RequestClock; at: Date } | null {
	let due: { clock: RequestClock; at: Date } | null = null;
	for (const clock of CLOCKS) {
		const at = promises[clock];
		if (at && (!due || at < due.at)) due = { clock, at };
	}
	return due;
}
