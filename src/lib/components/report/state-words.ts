import type { ReportPhase, ReportState } from '#lib/campaign/report-state.ts';
import { m } from '#lib/paraglide/messages.js';

const PHASE: Record<ReportPhase, () => string> = {
	not_due: m.report_state_not_due,
	due: m.report_state_due,
	missing: m.report_state_missing,
	submitted: m.report_state_submitted,
	corrected: m.report_state_corrected,
	returned: m.report_state_returned,
	accepted: m.report_state_accepted
};

/** How a day stands, in words: 'đã sửa, chờ duyệt · muộn'. */
export function stateWords(state: ReportState): string {
	const unsettled = (state.report?.disputed ?? 0) > 0;
	return [
		PHASE[state.phase](),
		state.zero ? m.report_state_zero() : null,
		state.late ? m.report_history_late() : null,
		unsettled ? m.report_state_disputed() : null,
		state.locked && state.report === null ? m.report_state_locked() : null
	]
		.filter((word) => word !== null)
		.join(' · ');
}
