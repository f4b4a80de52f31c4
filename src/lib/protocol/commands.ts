import * as v from 'valibot';
import type { COMMANDS } from '#lib/campaign/features.ts';
import type { ErrorBody } from './errors.ts';

type Commands = typeof COMMANDS;
export type CommandType = keyof Commands;
export type CommandInput<Type extends CommandType> = v.InferInput<Commands[Type]['input']>;
/** Results by command type. */
export type CommandResults = { [Type in CommandType]: v.InferOutput<Commands[Type]['result']> };

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

/** The answer to a command; `seq` is the number of its last fact. */
export type CommandAnswer<Result = object> =
	{ ok: true; seq: number; result: Result } | { ok: false; error: ErrorBody };
