import { localDate } from '../calendar/calendar.ts';
import type { ReportLine } from './report-line.ts';
import type { Campaign } from '../campaign.ts';
import { isLocked } from './report-state.ts';

/** What is wrong with a report, as a key of the words and the field it stands in. */
export interface ReportProblem {
	code: 'invalid' | 'locked';
	key:
		| 'date_outside_campaign'
		| 'date_in_future'
		| 'day_locked'
		| 'unknown_category'
		| 'unknown_measure'
		| 'line_twice';
	field: string;
	params: Record<string, string | number>;
}

/**
 * The hard checks that need the campaign: day, lock, known category and measure, no line twice.
 * (That an amount is a whole number from 0 to MAX_AMOUNT is checked by the command's schema.)
 * @param unlockedUntil campaign time (ISO) until which a locked day takes reports again
 * @returns the first problem, or null
 */
export function checkReport(
	campaign: Campaign,
	report: { date: string; lines: ReportLine[] },
	now: Date,
	unlockedUntil?: string | null
): ReportProblem | null {
	const { date, lines } = report;
	const problem = checkDate(campaign, date, now);
	if (problem) return problem;
	if (isLocked(campaign, date, now, unlockedUntil)) {
		return { code: 'locked', key: 'day_locked', field: 'date', params: { date } };
	}
	const seen = new Set<string>();
	for (const [i, { category, measure }] of lines.entries()) {
		if (!campaign.categories.some(({ key }) => key === category)) {
			const params = { category };
			return { code: 'invalid', key: 'unknown_category', field: `lines.${i}.category`, params };
		}
		if (!campaign.measures.some(({ key }) => key === measure)) {
			const params = { measure };
			return { code: 'invalid', key: 'unknown_measure', field: `lines.${i}.measure`, params };
		}
		const name = `${category} ${measure}`;
		if (seen.has(name)) {
			const params = { category, measure };
			return { code: 'invalid', key: 'line_twice', field: `lines.${i}`, params };
		}
		seen.add(name);
	}
	return null;
}

/** Whether reports can be about `date` at campaign time `now`: a day of the campaign, and it has begun. */
export function checkDate(campaign: Campaign, date: string, now: Date): ReportProblem | null {
	if (date < campaign.starts_on || date > campaign.ends_on) {
		const params = { from: campaign.starts_on, to: campaign.ends_on };
		return { code: 'invalid', key: 'date_outside_campaign', field: 'date', params };
	}
	const today = localDate(now, campaign.time_zone);
	if (date <= today) return null;
	return { code: 'invalid', key: 'date_in_future', field: 'date', params: { today } };
}
