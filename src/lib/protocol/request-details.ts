import type { Named } from '#lib/campaign/campaign.ts';
import type { Policy } from '#lib/campaign/requests/policy.ts';
import type { RequestStep } from '#lib/campaign/requests/transitions.ts';
import type { SentFile } from './files.ts';

/** One entry of a request's history. */
export interface RequestStepEntry {
	/** 1, 2, 3 …; the first is `raise`. */
	position: number;
	step: 'raise' | RequestStep;
	/** Campaign time, ISO. */
	at: string;
	/** Null: the server itself. */
	by: (Named & { username: string }) | null;
	/** The group they acted for. */
	group: string | null;
	text: string | null;
	files: SentFile[];
	/** `until` of a wait, `mentions` of a comment, `from` and `to` of a take-over … */
	details: Record<string, unknown>;
}

/** The texts, files and history of a request: read from their endpoint, never from the log. */
export interface RequestDetails {
	number: number;
	title: string;
	body: string | null;
	/** What it was promised when it was raised. */
	policy: Policy;
	/** Of all steps. */
	files: SentFile[];
	/** The first, and of those after it the newest, or those that were asked for. */
	steps: RequestStepEntry[];
	/** How many steps there are between the first and the others. */
	earlier: number;
}

/** What every list of requests shows besides the board. */
export interface RequestTitle {
	number: number;
	title: string;
}
