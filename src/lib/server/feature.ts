import type { Transaction } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Commands } from './commands/command.ts';
import type { Database } from './db/schema.ts';

/** What one feature does on the server. Its facts it declares in `campaign/`, its inputs in `protocol/`. */
export interface Feature<Own extends Partial<Commands> = Partial<Commands>> {
	commands: Own;
	/** Reads its part of a board from the tables. The units are there already, and nothing else. */
	load: (tx: Transaction<Database>, campaignId: number, board: CampaignBoard) => Promise<void>;
}

/** Declares a feature; the compiler remembers which commands it has. */
export const feature = <Own extends Partial<Commands>>(declaration: Feature<Own>) => declaration;
