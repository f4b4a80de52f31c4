import type { ReportPhase, ReportState } from '#lib/campaign/reports/report-state.ts';
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

/** Whether a day without a report is in order: the commune has reached its target and owes nothing. */
export function owesNothing({ phase }: Pick<ReportState, 'phase'>, finished: boolean): boolean {
	return finished && (phase === 'due' || phase === 'missing');
}

/** How a day stands, in words: 'đã sửa, chờ duyệt · muộn'. @param finished whether the target is reached */
export function stateWords(state: ReportState, finished: boolean): string {
	if (owesNothing(state, finished)) return m.report_state_finished();
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
