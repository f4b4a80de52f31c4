import * as v from 'valibot';
import type { Campaign } from '#lib/campaign/campaign.ts';
import { checkReport } from '#lib/campaign/reports/report-checks.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { ReportSubmit } from '#lib/campaign/reports/commands.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { problemMessage } from '#lib/protocol/problem-words.ts';

export type Refusal = Pick<ErrorBody, 'field' | 'message'>;

/** What the server would refuse, found by its own checks before anything is sent; null when nothing. */
export function refusalOf(
	campaign: Campaign,
	input: ReportSubmit,
	now: Date,
	unlockedUntil?: string
): Refusal | null {
	const parsed = v.safeParse(ReportSubmit, input);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		const field = v.getDotPath(issue) ?? undefined;
		return { field, message: problemMessage(issue.message, {}, getLocale()) };
	}
	const wrong = checkReport(campaign, input, now, unlockedUntil);
	if (!wrong) return null;
	return { field: wrong.field, message: problemMessage(wrong.key, wrong.params, getLocale()) };
}
