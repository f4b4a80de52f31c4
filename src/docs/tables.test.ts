import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS, KINDS } from '#lib/campaign/features.ts';
import { CONTRACT, withTables } from './tables.ts';

test('the tables of the wire contract are current; `npm run docs` writes them', () => {
	const contract = readFileSync(CONTRACT, 'utf8');
	expect(withTables(contract)).toBe(contract);
	const without = [...Object.keys(COMMANDS), ...Object.keys(KINDS)].filter(
		(name) => !contract.includes(`\`${name}\``)
	);
	expect(without).toEqual([]);
});
