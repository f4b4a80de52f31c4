import { campaignFacts } from './campaigns/facts.ts';
import { setupOfUnit } from './campaigns/snapshot.ts';
import { reportCommands } from './reports/commands.ts';
import { reportFacts } from './reports/facts.ts';
import { reportsOfUnit } from './reports/snapshot.ts';
import { requestCommands } from './requests/commands.ts';
import { requestFacts } from './requests/facts.ts';
import { requestParts } from './requests/snapshot.ts';
import { targetCommands } from './targets/commands.ts';
import { targetFacts } from './targets/facts.ts';
import { targetsOfUnit } from './targets/snapshot.ts';
import { together } from './together.ts';
import { visitCommands } from './visits/commands.ts';
import { visitFacts } from './visits/facts.ts';
import { visitParts } from './visits/snapshot.ts';

/** Every kind of fact, as its feature declares it. Log, board, snapshot and frames follow from this list. */
export const KINDS = together(campaignFacts, targetFacts, reportFacts, visitFacts, requestFacts);

/** Every command, as its feature declares it. Parsing, answers and the description of the API follow from this list. */
export const COMMANDS = together(reportCommands, targetCommands, requestCommands, visitCommands);

/** Lists of a snapshot besides the units, in the order in which they are written. */
export const PARTS = together(visitParts, requestParts);

/** What each unit of a snapshot says, in this order. */
export const UNIT_PARTS = [setupOfUnit, targetsOfUnit, reportsOfUnit] as const;
