import type { RequestKind, Rung } from '#lib/campaign/requests/request.ts';
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

/** What a request is about, in the reader's language; lower case. */
export const kindWord = (kind: RequestKind) => KINDS[kind]();

/** Whom an overdue request has reached; lower case. */
export const rungWord = (rung: Rung) => RUNGS[rung]();
