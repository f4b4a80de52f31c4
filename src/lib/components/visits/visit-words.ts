import type { Campaign } from '#lib/campaign/campaign.ts';
import type { Visit, VisitState } from '#lib/campaign/visits/visit.ts';
import { m } from '#lib/paraglide/messages.js';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { formatDay, nameOf } from '../words/format.ts';

const STATES: Record<VisitState, () => string> = {
	planned: m.groups_state_planned,
	published: m.groups_state_published,
	en_route: m.groups_state_en_route,
	on_site: m.groups_state_on_site,
	done: m.groups_state_done,
	cut_short: m.groups_state_cut_short,
	cancelled: m.groups_state_cancelled
};

/** How a visit stands, in the reader's language: 'đang tại chỗ'. */
export function visitStateWord(state: VisitState): string {
	return STATES[state]();
}

/** The same with what is changed and not published yet. */
export function visitWord({ state, change }: Pick<Visit, 'state' | 'change'>): string {
	const word = visitStateWord(state);
	return change ? m.groups_state_changed({ state: word }) : word;
}

/** Its days as short as they can be said: '7/3–9/3', or '7/3'. */
export function daysWord({ from, to }: Pick<Visit, 'from' | 'to'>): string {
	if (from === to) return formatDay(from);
	return m.groups_days_span({ from: formatDay(from), to: formatDay(to) });
}

const FIELDS: Record<string, () => string> = {
	inspected: m.groups_my_inspected,
	found: m.groups_my_found,
	guidance: m.groups_my_guidance
};

/** What was wrong with a step, with the field it stands in when it is one that somebody filled in. */
export function stepProblem(
	{ field, message }: Pick<ErrorBody, 'field' | 'message'>,
	{ participants }: Pick<Campaign, 'participants'>
): string {
	const [, kind] = /^took_part\.(\w+)$/.exec(field ?? '') ?? [];
	const participant = participants.find(({ key }) => key === kind);
	const word = participant ? nameOf(participant) : FIELDS[field ?? '']?.();
	return word ? `${word}: ${message}` : message;
}
