import { campaignFacts } from './campaigns/facts.ts';
import { reportCommands } from './reports/commands.ts';
import { reportFacts } from './reports/facts.ts';
import { requestCommands } from './requests/commands.ts';
import { requestFacts } from './requests/facts.ts';
import { targetCommands } from './targets/commands.ts';
import { targetFacts } from './targets/facts.ts';
import { together } from './together.ts';
import { visitCommands } from './visits/commands.ts';
import { visitFacts } from './visits/facts.ts';

/** Every kind of fact, as its feature declares it. Log, board, snapshot and frames follow from this list. */
export const KINDS = together(campaignFacts, targetFacts, reportFacts, visitFacts, requestFacts);

/** Every command, as its feature declares it. Parsing, answers and the description of the API follow from this list. */
export const COMMANDS = together(reportCommands, targetCommands, requestCommands, visitCommands);
