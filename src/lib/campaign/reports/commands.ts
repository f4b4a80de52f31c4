import * as v from 'valibot';
import { amount, code, date, input, moment, MOST, reason, units } from '../fields.ts';
import { kind } from '../kind-of-command.ts';
import { HOUR } from '../limits.ts';
import * as shapes from '../shapes.ts';
import { text } from '../text.ts';
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

const Dispute = v.object({
	category: shapes.text,
	measure: shapes.text,
	typed: v.array(v.object({ revision: shapes.count, amount: shapes.count }))
});

/** One commune's day at one revision. */
const ReportKey = v.object({ unit: shapes.text, date: shapes.date, revision: shapes.count });
export type ReportKey = v.InferOutput<typeof ReportKey>;

const verdicts = {
	...{ name: 'limit_returns', most: 10, within: HOUR },
	apart: ['unit', 'date']
} as const;
const ACCEPTED_ONCE = { none: 'A revision that is accepted is not accepted again.' };

/** What may be asked for about daily reports. */
export const reportCommands = {
	'report.submit': kind({
		does: "Report a commune's increments of one day; lines that are not named keep what they had",
		input: ReportSubmit,
		result: v.object({
			revision: shapes.count,
			receipt: shapes.text,
			/** Campaign time. */
			received_at: shapes.moment,
			timely: v.boolean(),
			/** The day's totals after this revision. */
			amounts: shapes.amounts,
			/** Fields that somebody else had changed meanwhile to another number; absent when none. */
			disputes: v.optional(v.array(Dispute))
		}),
		limit: { counted: ['revisions', 'revisionsByStaff'] }
	}),
	'report.accept': kind({
		does: "Accept a day's report; with `revision`, only if that one still stands",
		input: input(reviewed),
		result: v.object({ revision: shapes.count }),
		limit: ACCEPTED_ONCE
	}),
	'report.accept_many': kind({
		does: 'Accept several days; those that changed meanwhile are skipped, and named in the answer',
		input: input({
			reports: v.pipe(
				v.array(v.object({ unit: code, date, revision }, 'reports_expected'), 'reports_expected'),
				v.minLength(1, 'reports_expected'),
				v.maxLength(1000, 'reports_expected')
			)
		}),
		result: v.object({ accepted: v.array(ReportKey), skipped: v.array(ReportKey) }),
		limit: ACCEPTED_ONCE
	}),
	'report.return': kind({
		does: "Return a day's report with a reason; a locked day takes reports again for a day",
		input: input({ ...reviewed, reason }),
		/** `unlocked_until`: campaign time until which a locked day takes reports again. */
		result: v.object({ revision: shapes.count, unlocked_until: v.optional(shapes.moment) }),
		limit: { rates: [verdicts] }
	}),
	'report.unlock': kind({
		does: 'Let a locked day take reports again until `until` (campaign time), else for a day',
		input: input({ unit: code, date, reason, until: v.nullish(moment, null) }),
		result: v.object({ until: shapes.moment }),
		limit: { rates: [verdicts] }
	}),
	'report.remind': kind({
		does: "Ask communes for a day's report; those that have reported or were just reminded are skipped",
		input: input({ units, date }),
		result: v.object({ reminded: v.array(shapes.text), skipped: v.array(shapes.text) }),
		limit: { none: 'A commune is reminded of a day at most every 30 minutes.' }
	}),
	'report.seen': kind({
		does: "Acknowledge that the focal point's device has shown a return or a reminder",
		input: input({ unit: code, date, of: v.picklist(['return', 'reminder'], 'type_expected') }),
		result: v.object({ seen: v.boolean() }),
		limit: { none: 'What was seen is not seen again.' }
	})
};
