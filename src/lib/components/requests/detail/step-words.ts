import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { OUTCOMES, RUNGS, SEVERITIES } from '#lib/campaign/requests/request.ts';
import type { RequestStepEntry } from '#lib/protocol/request-details.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOf } from '../../words/format.ts';
import type { Terms } from '../../words/terms.ts';
import { OUTCOME_WORDS, RUNG_WORDS, SEVERITY_WORDS, STEP_WORDS } from '../request-words.ts';

type Groups = ReadonlyMap<string, WorkingGroup>;

/** Who took a step: a name, and the group they acted for. */
function whoOf({ by, group }: RequestStepEntry, groups: Groups): string {
	if (!by) return m.requests_system();
	const of = group === null ? undefined : groups.get(group);
	return of ? m.requests_step_by_group({ name: nameOf(by), group: nameOf(of) }) : nameOf(by);
}

/** A step as a sentence. */
export function stepWords(step: RequestStepEntry, groups: Groups, terms: Terms): string {
	return STEP_WORDS[step.step]({ ...terms, who: whoOf(step, groups) });
}

/** What else a step says: until when, with which outcome, to whom; null when nothing. */
export function detailWords(
	{ step, details }: RequestStepEntry,
	groups: Groups,
	timeOf: (at: string) => string
): string | null {
	const { until, outcome, severity, into, incident, rung, to } = details;
	const severityKey = SEVERITIES.find((key) => key === severity);
	const outcomeKey = OUTCOMES.find((key) => key === outcome);
	const rungKey = RUNGS.find((key) => key === rung);
	const said = [
		outcomeKey && step !== 'reopen' && OUTCOME_WORDS[outcomeKey](), // it no longer holds
		severityKey && SEVERITY_WORDS[severityKey](),
		typeof into === 'number' && m.requests_state_duplicate_of({ number: into }),
		typeof incident === 'number' && m.requests_incident_number({ number: incident }),
		isHolder(to) && holderWords(to, groups),
		rungKey && m.requests_escalated_to({ who: RUNG_WORDS[rungKey]() }),
		typeof until === 'string' && m.requests_step_until({ time: timeOf(until) })
	].filter((words) => typeof words === 'string');
	return said.length > 0 ? said.join(', ') : null;
}

interface Holder {
	group: string;
	person: string;
}

function isHolder(to: unknown): to is Holder {
	const { group, person } = (to ?? {}) as Partial<Record<keyof Holder, unknown>>;
	return typeof group === 'string' && typeof person === 'string';
}

function holderWords({ group: code, person }: Holder, groups: Groups): string {
	const group = groups.get(code);
	const member = group?.members.find(({ username }) => username === person);
	return m.requests_held_by({
		group: group ? nameOf(group) : code,
		person: member ? nameOf(member) : person
	});
}
