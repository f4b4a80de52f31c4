import type { Outcome, RequestKind, Rung } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';

const KINDS: Record<RequestKind, () => string> = {
	equipment: m.kind_equipment,
	software: m.kind_software,
	people: m.kind_people,
	damaged_book: m.kind_damaged_book,
	missing_book: m.kind_missing_book,
	guidance: m.kind_guidance,
	data_quality: m.kind_data_quality,
	other: m.kind_other
};
const RUNGS: Record<Rung, () => string> = {
	holder: m.rung_holder,
	lead: m.rung_lead,
	coordinator: m.rung_coordinator,
	leader: m.rung_leader
};

const OUTCOMES: Record<Outcome, () => string> = {
	done: m.requests_outcome_done,
	partly: m.requests_outcome_partly,
	done_by_others: m.requests_outcome_done_by_others,
	out_of_scope: m.requests_outcome_out_of_scope,
	unreachable: m.requests_outcome_unreachable,
	rejected: m.requests_outcome_rejected
};

/** How a request ended; lower case. */
export function outcomeWord(outcome: Outcome | null): string {
	const word = OUTCOMES[outcome ?? 'done']();
	return word.charAt(0).toLocaleLowerCase() + word.slice(1);
}

/** What a request is about, in the reader's language; lower case. */
export const kindWord = (kind: RequestKind) => KINDS[kind]();

/** Whom an overdue request has reached; lower case. */
export const rungWord = (rung: Rung) => RUNGS[rung]();
