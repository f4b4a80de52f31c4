import * as v from 'valibot';
import { MAX_AMOUNT } from '#lib/campaign/report-checks.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import type { ErrorBody } from './errors.ts';

// The messages of these schemas are keys of the words (src/words/*/errors.json).

const code = v.pipe(
	v.string('text_expected'),
	v.minLength(1, 'text_empty'),
	v.maxLength(64, 'text_too_long')
);
const amount = v.pipe(
	v.number('amount_not_number'),
	v.integer('amount_not_whole'),
	v.minValue(0, 'amount_negative'),
	v.maxValue(MAX_AMOUNT, 'amount_too_large')
);

/** Whether a timestamp names a moment the calendar has: no 31 February, no year 0, a zone there is. */
function isMoment(text: string): boolean {
	const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? [];
	const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
	const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 10));
	return exists && Number(year) > 0 && !Number.isNaN(Date.parse(text));
}

/** `report.submit`: a commune's increments of one day. Fields not named keep what they had. */
export const ReportSubmit = v.object(
	{
		unit: code,
		date: v.pipe(v.string('date_expected'), v.isoDate('date_expected')),
		lines: v.pipe(
			v.array(
				v.object({ category: code, measure: code, amount }, 'line_expected'),
				'lines_expected'
			),
			v.minLength(1, 'lines_empty'),
			v.maxLength(1000, 'lines_too_many')
		),
		/** Revision of the day the sender had seen; 0 or absent when none. */
		base_revision: v.nullish(
			v.pipe(
				v.number('revision_expected'),
				v.integer('revision_expected'),
				v.minValue(0, 'revision_expected'),
				v.maxValue(2_147_483_647, 'revision_expected')
			),
			0
		),
		device_time: v.nullish(
			v.pipe(
				v.string('time_expected'),
				v.isoTimestamp('time_expected'),
				v.check(isMoment, 'time_expected')
			),
			null
		),
		note: v.nullish(
			v.pipe(
				v.string('text_expected'),
				v.maxLength(1000, 'text_too_long'),
				v.check((text) => !text.includes('\u0000'), 'text_expected')
			),
			null
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
			v.record(v.string(), amount, 'target_expected'),
			v.check((target) => Object.keys(target).length > 0, 'target_expected')
		)
	},
	'input_expected'
);

/** Every command and the schema of its input. */
export const COMMANDS = {
	'report.submit': ReportSubmit,
	'target.declare': TargetDeclare
} as const;
export type CommandType = keyof typeof COMMANDS;
export type CommandInput<Type extends CommandType> = v.InferInput<(typeof COMMANDS)[Type]>;

/** What wraps every command: a UUID made by the client, so that a retry is recognised. */
export const CommandEnvelope = v.object(
	{
		id: v.pipe(v.string('id_expected'), v.uuid('id_expected')),
		type: v.string('type_expected'),
		input: v.unknown()
	},
	'input_expected'
);
export type CommandEnvelope = v.InferOutput<typeof CommandEnvelope>;

/** Results by command type. */
export interface CommandResults {
	'report.submit': {
		revision: number;
		receipt: string;
		/** Campaign time, ISO. */
		received_at: string;
		timely: boolean;
		/** The day's totals after this revision. */
		amounts: Amounts;
	};
	'target.declare': { target: Amounts };
}

/** The answer to a command; `seq` is the number of its last fact. */
export type CommandAnswer<Result = object> =
	{ ok: true; seq: number; result: Result } | { ok: false; error: ErrorBody };
