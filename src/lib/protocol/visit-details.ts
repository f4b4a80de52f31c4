import type { Named } from '#lib/campaign/campaign.ts';

/** What was seen and done on a visit: `details` of the step `check_out`. */
export interface VisitFindings {
	inspected: string | null;
	found: string | null;
	guidance: string | null;
	took_part: Partial<Record<string, number>>;
}

/** One entry of a visit's history. */
interface VisitStepEntry {
	position: number;
	/** `plan`, or a step of `VISIT_TRANSITIONS`. */
	step: string;
	/** Campaign time, ISO. */
	at: string;
	by: Named & { username: string };
	text: string | null;
	details: Record<string, unknown>;
}

/** The texts of a visit: read from their endpoint, never from the log. */
export interface VisitDetails {
	number: number;
	note: string | null;
	/** To planners, while there is a change that is not published: the note it would bring. */
	changed_note?: string | null;
	steps: VisitStepEntry[];
}
