import type { Kysely, Transaction } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { Due } from './clockwork/clockwork.ts';
import type { Commands } from './commands/command.ts';
import type { CommandServices } from './commands/run-command.ts';
import type { Database } from './db/schema.ts';
import type { Files } from './files/files.ts';
import type { Transports } from './notices/transports.ts';

/** What of the process a feature's own work may use, besides what commands do. */
export interface FeatureServices extends CommandServices {
	/** A connection whose statements do not wait behind those of commands. */
	tail: Kysely<Database>;
	files: Files;
	transports: Transports;
	/** Notices were made: screens may want to know. */
	noticesMade: () => void;
}

/** What one feature does on the server. Its facts and the inputs of its commands it declares in `campaign/`. */
export interface Feature<Own extends Partial<Commands> = Partial<Commands>> {
	commands: Own;
	/** Reads its part of a board from the tables; what the features before it read is there already. */
	load?: (tx: Transaction<Database>, campaignId: number, board: CampaignBoard) => Promise<void>;
	/** What falls due in it again and again, in each process. */
	due?: (services: FeatureServices) => readonly Due[];
}

/** Declares a feature; the compiler remembers which commands it has. */
export const feature = <Own extends Partial<Commands>>(declaration: Feature<Own>) => declaration;
