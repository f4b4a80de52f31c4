import type { CampaignBoard } from '../board.ts';
import type { Campaign } from '../campaign.ts';
import { localDate } from '../calendar/calendar.ts';
import { dueNext, type Promises } from './due.ts';
import { warnsAt } from './lease.ts';
import { isWithin } from '../places/tree.ts';
import type { Policy } from './policy.ts';
import type { RequestClock, RequestState, Rung, SupportRequest } from './request.ts';
import { afterService, isQuiet, onceAwake } from './service-time.ts';
import type { RequestStep } from './transitions.ts';

export type ServerStep = Extract<
	RequestStep,
	'lease_ending' | 'expire' | 'wait_over' | 'escalate' | 'fall_silent'
>;

/** What of a request the server's own steps look at. Campaign times. */
export interface Ticking {
	state: RequestState;
	lease_until: Date | null;
	lease_warned: boolean;
	waiting_until: Date | null;
	resolved_at: Date | null;
	promises: Promises;
	policy: Policy;
	/** How far the clock that is due has gone up; null when nobody was told yet. */
	escalation: {
		clock: RequestClock;
		rung: Rung;
		at: Date;
		acknowledged_until: Date | null;
	} | null;
}

interface Moment {
	step: ServerStep;
	at: Date;
}

/** What the server has to do next with a request, and when; of several the earliest. */
export function nextMoment(
	campaign: Pick<Campaign, 'quiet_hours' | 'time_zone' | 'rules'>,
	ticking: Ticking,
	now: Date
): Moment | null {
	const moments: Moment[] = [];
	const add = (step: ServerStep, at: Date | null) => at && moments.push({ step, at });
	const { state, lease_until, resolved_at } = ticking;
	if (state === 'waiting') add('wait_over', ticking.waiting_until);
	if (state === 'claimed' || state === 'in_progress') {
		// Nobody loses a claim unwarned, however late somebody looks.
		if (lease_until && ticking.lease_warned) add('expire', inService(campaign, lease_until, now));
		else if (lease_until) {
			add('lease_ending', inService(campaign, warnsAt(campaign, lease_until), now));
		}
	}
	if (state === 'resolved' && resolved_at) {
		add('fall_silent', new Date(resolved_at.getTime() + campaign.rules.verified_after * 3_600_000));
	}
	add('escalate', escalatesAt(campaign, ticking, now));
	return moments.reduce<Moment | null>((a, b) => (a && a.at <= b.at ? a : b), null);
}

function escalatesAt(
	campaign: Pick<Campaign, 'quiet_hours' | 'time_zone'>,
	{ promises, policy, escalation }: Ticking,
	now: Date
): Date | null {
	const due = dueNext(promises);
	if (!due) return null;
	let at = due.at;
	if (escalation?.clock === due.clock) {
		if (policy.ladder.indexOf(escalation.rung) >= policy.ladder.length - 1) return null;
		at = afterService(campaign, escalation.at, policy.rung_after);
		const { acknowledged_until: held } = escalation;
		if (held && held > at) at = held;
	}
	return inService(campaign, at, now);
}

/** `at` without the quiet hours it lies in; whoever looks late, at night, waits for the morning. */
function inService(
	campaign: Pick<Campaign, 'quiet_hours' | 'time_zone'>,
	at: Date,
	now: Date
): Date {
	const awake = onceAwake(campaign, at);
	return awake <= now && isQuiet(campaign, now) ? onceAwake(campaign, now) : awake;
}

/** A group that is at a place now, or has a published visit there today; a visit to an area counts for all in it. */
function visitingGroup(
	{ campaign, units, visits }: Pick<CampaignBoard, 'campaign' | 'units' | 'visits'>,
	unit: string,
	now: Date
): string | null {
	const today = localDate(now, campaign.time_zone);
	for (const visit of visits.values()) {
		const there = isWithin(units, unit, visit.unit);
		const open = ['published', 'en_route', 'on_site'].includes(visit.state);
		if (there && open && visit.from <= today && today <= visit.to) return visit.group;
	}
	return null;
}

/**
 * The next rung somebody stands on, above `after`; null at the top. Without a holder the lead is the one of
 * the group that visits the place.
 */
export function nextRung(
	board: Pick<CampaignBoard, 'campaign' | 'units' | 'visits' | 'groups'>,
	{ unit, holder }: Pick<SupportRequest, 'unit' | 'holder'>,
	{ ladder, after, now }: { ladder: Rung[]; after: Rung | null; now: Date }
): Rung | null {
	const stands = (rung: Rung): boolean => {
		if (rung === 'holder') return holder !== null;
		if (rung !== 'lead') return true;
		const group = holder?.group ?? visitingGroup(board, unit, now);
		return group !== null && (board.groups.get(group)?.members.some(({ leads }) => leads) ?? false);
	};
	return ladder.slice(after === null ? 0 : ladder.indexOf(after) + 1).find(stands) ?? null;
}
