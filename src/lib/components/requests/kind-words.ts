import type { Campaign } from '#lib/campaign/campaign.ts';
import { kindIn } from '#lib/campaign/requests/kinds.ts';
import type { Outcome, Rung } from '#lib/campaign/requests/request.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameOf } from '../words/format.ts';

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

/** What a request is about, in the reader's language; as it stands inside a sentence. */
export function kindWord(campaign: Pick<Campaign, 'request_kinds'>, key: string): string {
	const name = nameOf(kindIn(campaign, key));
	return name.charAt(0).toLocaleLowerCase() + name.slice(1);
}

/** Whom an overdue request has reached; lower case. */
export const rungWord = (rung: Rung) => RUNGS[rung]();
