import type { CampaignBoard } from '#lib/campaign/board.ts';
import { helpFor } from '#lib/campaign/help/place-work.ts';
import { isLive, solvedWith } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatDay, nameOf } from '../../words/format.ts';
import type { RequestRow } from '../request-list.ts';
import { termsOf } from '../../words/terms.ts';
import { OUTCOME_WORDS, RUNG_WORDS, stateInFull } from '../request-words.ts';

/**
 * How a commune's own request stands, in one sentence and those that follow: who comes, since when, how it
 * ended and what was written about that.
 * @param said see `lastSaid`
 */
export function ownWords(
	{ request, group }: RequestRow,
	board: CampaignBoard,
	now: Date,
	timeOf: (at: string) => string,
	said: string | null = null
): { head: string; more: string[] } {
	const nameFor = (code: string | null) => {
		const known = board.groups.get(code ?? '');
		return known ? nameOf(known) : (code ?? m.requests_someone());
	};
	const terms = termsOf(board.campaign);
	const { state, holder, due, escalation } = request;
	const incident = solvedWith(request, board.incidents);
	if (state === 'open') {
		const overdue = due !== null && Date.parse(due.at) < now.getTime();
		if (overdue && escalation) {
			const who = RUNG_WORDS[escalation.rung]();
			return { head: m.requests_own_nobody(), more: [m.requests_own_nobody_overdue({ who })] };
		}
		const head =
			due && !overdue
				? m.requests_own_nobody_yet({ time: timeOf(due.at) })
				: m.requests_own_nobody();
		return { head, more: visits() };
	}
	if (holder) {
		const by = group ? nameOf(group) : holder.group;
		const taken = m.requests_own_holder({ group: by, since: timeOf(holder.since) });
		if (state === 'in_progress')
			return { head: m.requests_own_started(), more: [taken, ...visits()] };
		if (state === 'waiting' && request.waiting_until) {
			const head = m.requests_own_waiting({ time: timeOf(request.waiting_until) });
			return { head, more: [taken, ...reason()] };
		}
		return { head: taken, more: visits() };
	}
	if (state === 'resolved' && request.outcome) {
		const outcome = OUTCOME_WORDS[request.outcome]();
		const group = nameFor(request.resolved_by);
		const head = incident
			? m.requests_own_incident(incident)
			: m.requests_own_resolved({ group, outcome });
		return { head, more: [...note(), m.requests_own_verify_ask()] };
	}
	const more = state === 'declined' ? reason() : state === 'verified' ? note() : [];
	return { head: stateInFull(request, timeOf, terms), more };

	function reason(): string[] {
		return said ? [m.requests_own_reason({ reason: said })] : [];
	}
	/** What the group wrote, or what helped with all that had the same cause. */
	function note(): string[] {
		if (incident) return [m.requests_incident_fix({ fix: incident.fix ?? '' })];
		const by = request.resolved_by;
		return said && by ? [m.requests_own_note({ group: nameFor(by), note: said })] : reason();
	}

	function visits(): string[] {
		if (!isLive(request)) return [];
		const { here, today, next } = helpFor(board, request.unit, now);
		const coming = [...today, ...(next ? [next] : [])];
		return [
			...here.map((visit) => m.requests_own_here({ ...terms, group: nameFor(visit.group) })),
			...coming
				.slice(0, 1)
				.map((visit) =>
					m.requests_own_coming({ group: nameFor(visit.group), date: formatDay(visit.from) })
				)
		];
	}
}
