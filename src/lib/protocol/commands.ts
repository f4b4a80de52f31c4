import * as v from 'valibot';
import { REPORT_COMMANDS, type ReportResults } from '#lib/campaign/reports/commands.ts';
import { REQUEST_COMMANDS, type RequestResults } from '#lib/campaign/requests/commands.ts';
import { TARGET_COMMANDS, type TargetResults } from '#lib/campaign/targets/commands.ts';
import { VISIT_COMMANDS, type VisitResults } from '#lib/campaign/visits/commands.ts';
import type { ErrorBody } from './errors.ts';

/** Every command and the schema of its input. */
export const COMMANDS = {
	...REPORT_COMMANDS,
	...TARGET_COMMANDS,
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

/** Results by command type. */
export interface CommandResults
	extends ReportResults, TargetResults, RequestResults, VisitResults {}

/** The answer to a command; `seq` is the number of its last fact. */
export type CommandAnswer<Result = object> =
	{ ok: true; seq: number; result: Result } | { ok: false; error: ErrorBody };
