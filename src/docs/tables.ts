import { COMMANDS, KINDS } from '#lib/campaign/features.ts';
import { shapeInWords } from './shape-in-words.ts';

/** The document whose tables are made from the declarations of the features. */
export const CONTRACT = 'docs/protocol.md';

/** Rows of a table, the first one its head. */
type Rows = string[][];

const commands = (): Rows => [
	['type', 'what it does', 'input', 'result'],
	...Object.entries(COMMANDS).map(([type, { does, input, result }]) => [
		`\`${type}\``,
		does,
		`\`${shapeInWords(input)}\``,
		`\`${shapeInWords(result)}\``
	])
];

const facts = (): Rows => [
	['fact', 'data', 'for'],
	...Object.entries(KINDS).map(([name, kind]) => [
		`\`${name}\``,
		`\`${shapeInWords(kind.data, false)}\``,
		'known' in kind ? 'as each may know it' : 'everybody'
	])
];

const TABLES = { commands, facts };

// Not padded to columns: a new row is then one line of a change.
const begin = (name: string) =>
	`<!-- ${name}: made by \`npm run docs\` -->\n<!-- prettier-ignore-start -->\n`;
const end = (name: string) => `<!-- prettier-ignore-end -->\n<!-- end of ${name} -->`;

function written([head = [], ...rows]: Rows): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |\n`;
	return [head, head.map(() => '---'), ...rows].map(line).join('');
}

/** A document with its tables as they are now. @throws when the place of one is not marked */
export function withTables(text: string): string {
	let now = text;
	for (const [name, rows] of Object.entries(TABLES)) {
		const [before, rest] = now.split(begin(name));
		const [, after] = rest?.split(end(name)) ?? [];
		if (after === undefined) throw new Error(`${CONTRACT} has no place for the table of ${name}`);
		now = `${before}${begin(name)}\n${written(rows())}\n${end(name)}${after}`;
	}
	return now;
}
