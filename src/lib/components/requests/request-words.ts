import type {
	Incident,
	Outcome,
	RequestClock,
	Rung,
	Severity,
	SupportRequest
} from '#lib/campaign/requests/request.ts';
import type { RequestState } from '#lib/campaign/requests/request.ts';
import type { RequestStep } from '#lib/campaign/requests/transitions.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Terms } from '../words/terms.ts';

export const SEVERITY_WORDS: Record<Severity, () => string> = {
	blocking: m.requests_severity_blocking,
	slowing: m.requests_severity_slowing,
	minor: m.requests_severity_minor
};
export const OUTCOME_WORDS: Record<Outcome, () => string> = {
	done: m.requests_outcome_done,
	partly: m.requests_outcome_partly,
	done_by_others: m.requests_outcome_done_by_others,
	out_of_scope: m.requests_outcome_out_of_scope,
	unreachable: m.requests_outcome_unreachable,
	rejected: m.requests_outcome_rejected
};
export const RUNG_WORDS: Record<Rung, () => string> = {
	holder: m.requests_rung_holder,
	lead: m.requests_rung_lead,
	coordinator: m.requests_rung_coordinator,
	leader: m.requests_rung_leader
};
export const CLOCK_WORDS: Record<RequestClock, () => string> = {
	response: m.requests_clock_response,
	update: m.requests_clock_update,
	solution: m.requests_clock_solution
};
/** As short as a column's head. */
export const STATE_WORDS: Record<RequestState, () => string> = {
	open: m.requests_state_open,
	claimed: m.requests_state_claimed,
	in_progress: m.requests_state_in_progress,
	waiting: m.requests_state_waiting,
	resolved: m.requests_state_resolved_short,
	verified: m.requests_state_verified,
	duplicate: m.requests_state_duplicate,
	declined: m.requests_state_declined
};

/** A request's state in full: until when it waits, of which one it is a duplicate, how it ended, who confirmed it. */
export function stateInFull(
	{ state, waiting_until, duplicate_of, verified_by, outcome: ended }: SupportRequest,
	timeOf: (at: string) => string,
	terms: Terms
): string {
	if (state === 'waiting' && waiting_until) {
		return m.requests_state_waiting_until({ time: timeOf(waiting_until) });
	}
	if (state === 'duplicate' && duplicate_of) {
		return m.requests_state_duplicate_of({ number: duplicate_of });
	}
	const outcome = ended ? OUTCOME_WORDS[ended]() : STATE_WORDS.verified();
	if (state === 'resolved') return m.requests_state_resolved({ ...terms, outcome });
	if (state === 'verified') {
		return verified_by === 'silence'
			? m.requests_state_verified_silence({ ...terms, outcome })
			: m.requests_state_verified_commune({ ...terms, outcome });
	}
	return STATE_WORDS[state]();
}

/** As short as a column's head: the state, or how it ended. */
export function stateInShort({ state, outcome }: SupportRequest): string {
	return state === 'verified' && outcome ? OUTCOME_WORDS[outcome]() : STATE_WORDS[state]();
}

type ByWhom = (said: Terms & { who: string }) => string;
/** What was done, as a sentence about somebody; the server's own steps name nobody. */
export const STEP_WORDS: Record<RequestStep | 'raise', ByWhom> = {
	raise: m.requests_step_raise,
	claim: m.requests_step_claim,
	start: m.requests_step_start,
	extend: m.requests_step_extend,
	wait: m.requests_step_wait,
	release: m.requests_step_release,
	ask_release: m.requests_step_ask_release,
	take_over: m.requests_step_take_over,
	resolve: m.requests_step_resolve,
	verify: m.requests_step_verify,
	reopen: m.requests_step_reopen,
	comment: m.requests_step_comment,
	set_severity: m.requests_step_set_severity,
	decline: m.requests_step_decline,
	merge: m.requests_step_merge,
	group: m.requests_step_group,
	close_incident: m.requests_step_close_incident,
	acknowledge: m.requests_step_acknowledge,
	lease_ending: m.requests_step_lease_ending,
	expire: m.requests_step_expire,
	wait_over: m.requests_step_wait_over,
	escalate: m.requests_step_escalate,
	fall_silent: m.requests_step_fall_silent
};

/** 'Sự cố 3: máy chủ quá tải'. */
export const incidentWords = ({ number, title }: Pick<Incident, 'number' | 'title'>) =>
	`${m.requests_incident_number({ number })}: ${title}`;
