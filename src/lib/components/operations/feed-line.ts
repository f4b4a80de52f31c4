import type { Fact } from '#lib/campaign/facts.ts';
import type { WorkingGroup } from '#lib/campaign/groups/group.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOf } from '../format.ts';
import { kindWord, rungWord } from './request-words.ts';

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
	switch (fact.kind) {
		case 'request.raised':
			return m.feed_raised({ kind: kindWord(fact.data.request.kind) });
		case 'request.claimed':
		case 'request.taken_over': {
			const { holder, number } = fact.data.request;
			return m.feed_claimed({ group: groupName(holder?.group), number });
		}
		case 'request.resolved': {
			const { resolved_by, number } = fact.data.request;
			return m.feed_resolved({ group: groupName(resolved_by), number });
		}
		case 'request.verified':
			if (fact.data.request.verified_by === 'silence') return '';
			return m.feed_verified({ number: fact.data.request.number });
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
			return m.feed_arrived({ group: groupName(fact.data.visit.group) });
		case 'visit.left':
			return m.feed_left({ group: groupName(fact.data.visit.group) });
		default:
			return '';
	}
}
