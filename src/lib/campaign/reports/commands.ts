import * as v from 'valibot';
import type { Amounts } from '../campaign.ts';
import { amount, code, date, input, moment, MOST, reason, units } from '../fields.ts';
import { text } from '../text.ts';
import type { Dispute } from './disputes.ts';
import { SOFT_CHECKS } from './soft-checks.ts';

const revision = v.pipe(
	v.number('revision_expected'),
	v.integer('revision_expected'),
	v.minValue(0, 'revision_expected'),
	v.maxValue(MOST, 'revision_expected')
);
const reviewed = { unit: code, date, revision: v.nullish(revision, null) };

/** A commune's increments of one day. Fields not named keep what they had. */
export const ReportSubmit = input({
	unit: code,
	date,
	lines: v.pipe(
		v.array(v.object({ category: code, measure: code, amount }, 'line_expected'), 'lines_expected'),
		v.minLength(1, 'lines_empty'),
		v.maxLength(1000, 'lines_too_many')
	),
	/** Revision of the day the sender had seen; 0 or absent when none. */
	base_revision: v.nullish(revision, 0),
	device_time: v.nullish(moment, null),
	note: v.nullish(text(1000), null),
	/** Soft checks that the sender was asked about and confirmed. */
	answers: v.optional(
		v.pipe(
			v.array(
				v.object({ check: v.picklist(SOFT_CHECKS, 'answers_expected'), measure: code }),
				'answers_expected'
			),
			v.maxLength(100, 'answers_expected')
		)
	)
});
export type ReportSubmit = v.InferOutput<typeof ReportSubmit>;

/** Commands about daily reports, and the schema of each one's input. */
export const REPORT_COMMANDS = {
	'report.submit': ReportSubmit,
	/** The day is right as it stands. With `revision`, only if that one still stands. */
	'report.accept': input(reviewed),
	/** Those that changed meanwhile are skipped, and named in the answer. */
	'report.accept_many': input({
		reports: v.pipe(
			v.array(v.object({ unit: code, date, revision }, 'reports_expected'), 'reports_expected'),
			v.minLength(1, 'reports_expected'),
			v.maxLength(1000, 'reports_expected')
		)
	}),
	/** Look again, and why. A locked day takes reports again for a day. */
	'report.return': input({ ...reviewed, reason }),
	/** A locked day takes reports again until `until`, campaign time; else for a day. */
	'report.unlock': input({ unit: code, date, reason, until: v.nullish(moment, null) }),
	/** Asks communes for a day's report. */
	'report.remind': input({ units, date }),
	/** The focal point's device has shown what was sent to it. */
	'report.seen': input({
		unit: code,
		date,
		of: v.picklist(['return', 'reminder'], 'type_expected')
	})
} as const;

/** One commune's day at one revision. */
export interface ReportKey {
	unit: string;
	date: string;
	revision: number;
}

export interface ReportResults {
	'report.submit': {
		revision: number;
		receipt: string;
		/** Campaign time, ISO. */
		received_at: string;
		timely: boolean;
		/** The day's totals after this revision. */
		amounts: Amounts;
		/** Fields that somebody else had changed meanwhile to another number; absent when none. */
		disputes?: Dispute[];
	};
	'report.accept': { revision: number };
	'report.accept_many': { accepted: ReportKey[]; skipped: ReportKey[] };
	/** `unlocked_until`: campaign time (ISO) until which a locked day takes reports again. */
	'report.return': { revision: number; unlocked_until?: string };
	'report.unlock': { until: string };
	/** Skipped: they have reported, or were reminded less than half an hour ago. */
	'report.remind': { reminded: string[]; skipped: string[] };
	'report.seen': { seen: boolean };
}
