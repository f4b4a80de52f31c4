import type { Outcome, RequestState, Severity } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';
import type { requestCommands } from '#lib/campaign/requests/commands.ts';
import type { Terms } from '../words/terms.ts';
import { OUTCOME_WORDS, SEVERITY_WORDS } from './request-words.ts';

/** Commands about one request. */
export type StepCommand = Exclude<
	keyof typeof requestCommands,
	'request.raise' | 'request.claim' | `incident.${string}`
>;

/** What was asked for and answered, as far as the words name it. */
export interface TakenStep {
	request: number;
	state: RequestState;
	/** Until when it waits, or is held off, or the claim lasts; ISO. */
	until?: string;
	outcome?: Outcome;
	severity?: Severity;
	into?: number;
	/** Code of the group it was given to; null: the own one. */
	group?: string | null;
}

/** How things are called in what is said of a step. */
export interface StepNames {
	timeOf: (at: string) => string;
	groupName: (code: string) => string;
	/** What the campaign calls its things. */
	terms: () => Terms;
	/** Code of the person's own group. */
	group: string | null;
}

/** What a step did, as it goes on after 'Yêu cầu 12: '. Each step says what it did, not how the request stands. */
export const STEP_WORDS: Record<StepCommand, (step: TakenStep, names: StepNames) => string> = {
	'request.start': ({ until = '' }, { timeOf }) => m.requests_told_started({ time: timeOf(until) }),
	'request.extend': ({ until = '' }, { timeOf }) =>
		m.requests_told_yours_until({ time: timeOf(until) }),
	'request.wait': ({ until = '' }, { timeOf }) => m.requests_told_waiting({ time: timeOf(until) }),
	'request.release': () => m.requests_told_released(),
	'request.ask_release': () => m.requests_told_release_asked(),
	'request.take_over': ({ until = '', group }, names) =>
		m.requests_told_given({
			group: names.groupName(group ?? names.group ?? ''),
			time: names.timeOf(until)
		}),
	'request.resolve': ({ outcome = 'done' }, { terms }) =>
		m.requests_told_outcome({ ...terms(), outcome: OUTCOME_WORDS[outcome]() }),
	'request.verify': () => m.requests_told_verified(),
	'request.reopen': () => m.requests_told_reopened(),
	'request.comment': () => m.requests_told_commented(),
	'request.set_severity': ({ severity = 'slowing' }) =>
		m.requests_told_severity({ severity: SEVERITY_WORDS[severity]() }),
	'request.decline': (_, { terms }) => m.requests_told_declined(terms()),
	'request.merge': ({ into = 0 }) => m.requests_told_merged({ into }),
	'request.acknowledge': ({ until = '' }, { timeOf }) =>
		m.requests_told_acknowledged({ time: timeOf(until) })
};
