import type { Status } from '#lib/campaign/status/pace.ts';
import { m } from '#lib/paraglide/messages.js';

/** Every status, best first; those without a target stand apart at the end. */
export const STATUSES: Status[] = [
	'done',
	'on_track',
	'at_risk',
	'late',
	'silent',
	'missed',
	'untargeted',
	'none'
];

const WORDS: Record<Status, () => string> = {
	done: m.status_done,
	on_track: m.status_on_track,
	at_risk: m.status_at_risk,
	late: m.status_late,
	silent: m.status_silent,
	missed: m.status_missed,
	untargeted: m.status_untargeted,
	none: m.status_none
};

/** The status in the reader's language: 'Có nguy cơ'. */
export function statusWord(status: Status): string {
	return WORDS[status]();
}
