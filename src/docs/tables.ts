import { format, resolveConfig } from 'prettier';
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

const BEGIN = (name: string) => `<!-- ${name}: made by \`npm run docs\` -->`;
const END = (name: string) => `<!-- end of ${name} -->`;

function written([head = [], ...rows]: Rows): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A document with its tables as they are now. @throws when the place of one is not marked */
export async function withTables(text: string): Promise<string> {
	let now = text;
	for (const [name, rows] of Object.entries(TABLES)) {
		const [before, rest] = now.split(BEGIN(name));
		const [, after] = rest?.split(END(name)) ?? [];
		if (after === undefined) throw new Error(`${CONTRACT} has no place for the table of ${name}`);
		now = `${before}${BEGIN(name)}\n\n${written(rows())}\n\n${END(name)}${after}`;
	}
	return format(now, { ...(await resolveConfig(CONTRACT)), parser: 'markdown' });
}
