import { parseArgs } from 'node:util';

const ROWS = [
	'acknowledged',
	'visible',
	'rush',
	'storm',
	'hostile',
	'memory',
	'growth',
	'browser'
] as const;
export type Row = (typeof ROWS)[number];

/** What a run does. */
export interface Plan {
	rows: Row[];
	screens: number[];
	blocks: number;
	/** Small: shows that the bench works; its figures are not judged. */
	quick: boolean;
	json: string | null;
}

const USAGE = `npm run bench -- [--rows ${ROWS.join(',')}] [--screens 119,1000,5000] [--blocks 7]
	[--json file] [--quick]`;

/** Reads the command line; ends the program with its usage when it is wrong. */
export function readPlan(): Plan {
	try {
		const { values } = parseArgs({
			options: {
				rows: { type: 'string' },
				screens: { type: 'string' },
				blocks: { type: 'string' },
				json: { type: 'string' },
				quick: { type: 'boolean', default: false }
			}
		});
		const { quick } = values;
		const rows = (values.rows?.split(',') ?? [...ROWS]) as Row[];
		const screens = (values.screens ?? (quick ? '119' : '119,1000,5000')).split(',').map(Number);
		const blocks = Number(values.blocks ?? (quick ? 1 : 7));
		const known = rows.every((row) => ROWS.includes(row));
		const whole = [...screens, blocks].every((n) => Number.isSafeInteger(n) && n > 0);
		if (!known || !whole) throw new Error('not understood');
		return { rows, screens, blocks, quick, json: values.json ?? null };
	} catch (error) {
		console.error(`${(error as Error).message}\n${USAGE}`);
		process.exit(2);
	}
}
