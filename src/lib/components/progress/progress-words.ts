import type { UnitSummary } from '#lib/campaign/status/summary.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount } from '../words/format.ts';
import { formatMoment } from '../words/moment.ts';
import { statusWord } from './status-words.ts';

/** 'Đúng tiến độ · cần 1.510/ngày, hôm nay 1.320': how a place stands, in the primary measure. */
export function progressWords(summary: UnitSummary, primary: string): string {
	const { status, silent_days, required_per_day, done, target, today } = summary;
	const word =
		status === 'silent' ? m.leader_silent_for({ count: silent_days }) : statusWord(status);
	const [doneCount = 0, targetCount = 0] = [done[primary], target[primary]];
	if (status === 'done') {
		const over = doneCount - targetCount;
		return over > 0 ? `${word} · ${m.leader_over_target({ count: formatCount(over) })}` : word;
	}
	if (status === 'untargeted') {
		const here = formatCount(today[primary] ?? 0);
		return summary.reports.in > 0 ? `${word} · ${m.leader_today_done({ today: here })}` : word;
	}
	if (required_per_day === null) {
		return `${word} · ${m.leader_left({ count: formatCount(targetCount - doneCount) })}`;
	}
	const need = formatCount(required_per_day);
	if (summary.reports.in > 0) {
		return `${word} · ${m.leader_need_today({ need, today: formatCount(today[primary] ?? 0) })}`;
	}
	// A parent's row counts its reports beside this; silence needs no second word.
	const said = status === 'silent' || !summary.leaf;
	const quiet = said ? m.leader_need({ need }) : m.leader_need_unreported({ need });
	return `${word} · ${quiet}`;
}

/** '17:40 · #3F2A': a commune's newest report and the receipt its focal point holds. */
export function lastReportWords(summary: UnitSummary, zone: string, now: Date): string {
	if (!summary.last_report_at) return m.leader_never_reported();
	const moment = formatMoment(new Date(summary.last_report_at), zone, now);
	return summary.receipt ? `${moment} · #${summary.receipt}` : moment;
}
