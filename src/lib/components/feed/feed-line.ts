import type { Fact } from '#lib/campaign/facts.ts';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOf } from '../format.ts';
import { kindWord, outcomeWord, rungWord } from '../requests/kind-words.ts';

type Groups = ReadonlyMap<string, WorkingGroup>;

/** The place a fact about requests or visits is about; null when it is about several or none. */
export function placeOf({ data }: Fact): string | null {
	if ('request' in data) return data.request.unit;
	if ('visit' in data) return data.visit.unit;
	return null;
}

/** What the feed says about a request, an incident or a visit; empty: nothing worth a line. */
export function operationLine(fact: Fact, groups: Groups): string {
	const groupName = (code: string | null | undefined) => {
		const group = groups.get(code ?? '');
		return group ? nameOf(group) : (code ?? '');
	};
	/** A group and who of it, where that is a member whose name everybody has; else the group alone. */
	const who = (code: string | null | undefined, username: string | undefined) => {
		const member = groups.get(code ?? '')?.members.find((one) => one.username === username);
		return member
			? m.requests_held_by({ group: groupName(code), person: nameOf(member) })
			: groupName(code);
	};
	switch (fact.kind) {
		case 'request.raised':
			return m.feed_raised({ kind: kindWord(fact.data.request.kind) });
		case 'request.claimed':
		case 'request.taken_over': {
			const { holder, number } = fact.data.request;
			return m.feed_claimed({ who: who(holder?.group, holder?.person), number });
		}
		case 'request.resolved': {
			const { resolved_by, number, outcome } = fact.data.request;
			if (resolved_by === null) return ''; // the incident it was solved with has a line
			const group = who(resolved_by, fact.actor);
			return m.feed_resolved({ group, number, outcome: outcomeWord(outcome) });
		}
		case 'request.verified':
			if (fact.data.request.verified_by === 'silence') return '';
			return m.feed_verified({
				number: fact.data.request.number,
				outcome: outcomeWord(fact.data.request.outcome)
			});
		case 'request.reopened':
			return m.feed_reopened({ number: fact.data.request.number });
		case 'request.declined':
			return m.feed_declined({ number: fact.data.request.number });
		case 'request.expired':
			return m.feed_expired({ number: fact.data.request.number });
		case 'request.escalated': {
			const { number, escalation } = fact.data.request;
			return escalation ? m.feed_escalated({ number, rung: rungWord(escalation.rung) }) : '';
		}
		case 'incident.closed':
			return m.feed_incident({ title: fact.data.incident.title });
		case 'visit.arrived':
			return m.feed_arrived({ group: who(fact.data.visit.group, fact.actor) });
		case 'visit.left':
			return m.feed_left({ group: who(fact.data.visit.group, fact.actor) });
		default:
			return '';
	}
}
