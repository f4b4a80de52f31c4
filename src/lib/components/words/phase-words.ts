import type { Campaign } from '#lib/campaign/campaign.ts';
import type { ReportPhase, ReportState } from '#lib/campaign/reports/report-state.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment } from './moment.ts';
import { termsOf } from './terms.ts';

const PHASES: Record<ReportPhase, () => string> = {
	not_due: m.review_state_not_due,
	due: m.review_state_due,
	missing: m.review_state_missing,
	submitted: m.review_state_submitted,
	corrected: m.review_state_corrected,
	returned: m.review_state_returned,
	accepted: m.review_state_accepted
};

/** Where a day's report is on its way, in the reader's language: 'Chờ duyệt'. */
export function phaseWord(phase: ReportPhase): string {
	return PHASES[phase]();
}

/**
 * What else is true of the day, in short: 'muộn', 'báo 0', 'mở đến 17:30', 'xã chưa xem'.
 * @param within whether this person is told what the commune has read
 */
export function besideWords(
	state: ReportState,
	campaign: Campaign,
	now: Date,
	within = true
): string[] {
	const terms = termsOf(campaign);
	const { phase, report, late, zero, locked, unlocked_until } = state;
	return [
		...(phase === 'returned' && within
			? [report?.return_seen ? m.review_return_seen(terms) : m.review_return_unseen(terms)]
			: []),
		...(late ? [m.review_late()] : []),
		...(zero ? [m.review_zero()] : []),
		...(locked ? [m.review_locked()] : []),
		...(unlocked_until
			? [
					m.review_unlocked_until({
						time: formatMoment(new Date(unlocked_until), campaign.time_zone, now)
					})
				]
			: [])
	];
}
