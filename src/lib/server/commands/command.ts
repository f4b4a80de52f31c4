import type { Kysely } from 'kysely';
import type * as v from 'valibot';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { COMMANDS } from '#lib/campaign/features.ts';
import type { CommandResults, CommandType } from '#lib/protocol/commands.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { PipelinedTransaction } from '../db/pipelined.ts';
import type { Database } from '../db/schema.ts';
import type { BusinessLimits } from '../limits/business-limits.ts';
import type { NewFact } from '../log/append.ts';

/** Who acts, in the campaign acted upon. */
export interface Actor {
	account_id: number;
	username: string;
	role: Role;
	/** District or commune the role is bound to. */
	unit: string | null;
	group: string | null;
}

/** What a handler may use. */
export interface CommandContext {
	/** The transaction in which tables and facts are written together. */
	tx: Kysely<Database>;
	/** Sends a statement of this transaction at once; several are carried out in the order they were sent. */
	send: PipelinedTransaction['send'];
	actor: Actor;
	campaignId: number;
	/** The board of this process: for what does not change (units, measures, deadlines), not for figures. */
	board: CampaignBoard;
	/** Campaign time at which the command reached the server. */
	now: Date;
	commandId: string;
	/** What there may be of each kind. */
	limits: BusinessLimits;
}

type Output<Type extends CommandType> = v.InferOutput<(typeof COMMANDS)[Type]['input']>;

/** A command: who may give it, what it takes, and what it does. */
export interface Command<Type extends CommandType = CommandType> {
	type: Type;
	roles: readonly Role[];
	schema: (typeof COMMANDS)[Type]['input'];
	/** Checks, writes tables, returns facts and answer. Throws a `Problem` to refuse; nothing stays then. */
	handle(
		context: CommandContext,
		input: Output<Type>
	): Promise<{ facts: NewFact[]; result: CommandResults[Type] }>;
}

/** Commands by their types. */
export type Commands = { [Type in CommandType]: Command<Type> };

/** Declares a command; what it takes and answers, its feature declares in `campaign/`. */
export function command<Type extends CommandType>(
	type: Type,
	roles: readonly Role[],
	handle: Command<Type>['handle']
): Command<Type> {
	return { type, roles, schema: COMMANDS[type].input, handle };
}
