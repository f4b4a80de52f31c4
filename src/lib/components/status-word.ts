import type { Status } from '#lib/campaign/pace.ts';
import { m } from '#lib/paraglide/messages.js';

/** The one word for a status. */
export function statusWord(status: Status): string {
	return {
		done: m.status_done,
		on_track: m.status_on_track,
		at_risk: m.status_at_risk,
		late: m.status_late,
		silent: m.status_silent,
		none: m.status_none
	}[status]();
}
