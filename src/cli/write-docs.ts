import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { failInOneSentence } from '#lib/server/program.ts';
import { CONTRACT, withTables } from '../docs/tables.ts';

failInOneSentence();
parseArgs({ options: {} });

// Writes the tables of the wire contract anew, from what the features declare.
await writeFile(CONTRACT, withTables(await readFile(CONTRACT, 'utf8')));
