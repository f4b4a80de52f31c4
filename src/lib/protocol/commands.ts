import * as v from 'valibot';
import { SOFT_CHECKS } from '#lib/campaign/reports/soft-checks.ts';
import { MAX_AMOUNT } from '#lib/campaign/reports/report-line.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { Dispute } from '#lib/campaign/reports/disputes.ts';
import type { ErrorBody } from './errors.ts';
import { code, date, moment, MOST, reason, units } from '#lib/campaign/fields.ts';
import { REQUEST_COMMANDS, type RequestResults } from './request-commands.ts';
import { text } from '#lib/campaign/text.ts';
import { VISIT_COMMANDS, type VisitResults } from './visit-commands.ts';

const amount = v.pipe(
	v.number('amount_not_number'),
	v.integer('amount_not_whole'),
	v.minValue(0, 'amount_negative'),
	v.maxValue(MAX_AMOUNT, 'amount_too_large')
);

const revision = v.pipe(
	v.number('revision_expected'),
	v.integer('revision_expected'),
	v.minValue(0, 'revision_expected'),
	v.maxValue(MOST, 'revision_expected')
);
/** `report.submit`: a commune's increments of one day. Fields not named keep what they had. */
export const ReportSubmit = v.object(
	{
		unit: code,
		date,
		lines: v.pipe(
			v.array(
				v.object({ category: code, measure: code, amount }, 'line_expected'),
				'lines_expected'
			),
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
	},
	'input_expected'
);
export type ReportSubmit = v.InferOutput<typeof ReportSubmit>;

/** `target.declare`: what a commune counted on its own shelves, by measure. */
const TargetDeclare = v.object(
	{
		unit: code,
		target: v.pipe(
			v.record(code, amount, 'target_expected'),
			v.check((target) => Object.keys(target).length > 0, 'target_expected')
		)
	},
	'input_expected'
);

const reviewed = { unit: code, date, revision: v.nullish(revision, null) };

/** `report.accept`: the day is right as it stands. With `revision`, only if that one still stands. */
const ReportAccept = v.object(reviewed, 'input_expected');

/** `report.accept_many`: those that changed meanwhile are skipped, and named in the answer. */
const ReportAcceptMany = v.object(
	{
		reports: v.pipe(
			v.array(v.object({ unit: code, date, revision }, 'reports_expected'), 'reports_expected'),
			v.minLength(1, 'reports_expected'),
			v.maxLength(1000, 'reports_expected')
		)
	},
	'input_expected'
);

/** `report.return`: look again, and why. A locked day takes reports again for a day. */
const ReportReturn = v.object({ ...reviewed, reason }, 'input_expected');

/** `report.unlock`: a locked day takes reports again until `until`, campaign time; else for a day. */
const ReportUnlock = v.object(
	{ unit: code, date, reason, until: v.nullish(moment, null) },
	'input_expected'
);

/** `report.remind`: asks communes for a day's report. */
const ReportRemind = v.object({ units, date }, 'input_expected');

/** `report.seen`: the focal point's device has shown what was sent to it. */
const ReportSeen = v.object(
	{ unit: code, date, of: v.picklist(['return', 'reminder'], 'type_expected') },
	'input_expected'
);

/** Every command and the schema of its input. */
export const COMMANDS = {
	'report.submit': ReportSubmit,
	'report.accept': ReportAccept,
	'report.accept_many': ReportAcceptMany,
	'report.return': ReportReturn,
	'report.unlock': ReportUnlock,
	'report.remind': ReportRemind,
	'report.seen': ReportSeen,
	'target.declare': TargetDeclare,
	...REQUEST_COMMANDS,
	...VISIT_COMMANDS
} as const;
export type CommandType = keyof typeof COMMANDS;
export type CommandInput<Type extends CommandType> = v.InferInput<(typeof COMMANDS)[Type]>;

/** What wraps every command: a UUID made by the client, so that a retry is recognised. */
export const CommandEnvelope = v.object(
	{
		id: v.pipe(v.string('id_expected'), v.uuid('id_expected')),
		type: v.pipe(v.string('type_expected'), v.maxLength(100, 'type_expected')),
		input: v.unknown()
	},
	'input_expected'
);
export type CommandEnvelope = v.InferOutput<typeof CommandEnvelope>;

/** One commune's day at one revision. */
export interface ReportKey {
	unit: string;
	date: string;
	revision: number;
}

/** Results by command type. */
export interface CommandResults extends RequestResults, VisitResults {
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
	'target.declare': { target: Amounts };
}

/** The answer to a command; `seq` is the number of its last fact. */
export type CommandAnswer<Result = object> =
	{ ok: true; seq: number; result: Result } | { ok: false; error: ErrorBody };
