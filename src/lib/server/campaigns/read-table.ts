import { CsvError, parse } from 'csv-parse/sync';
import { tidy, unfit } from '#lib/campaign/text.ts';
import type { Problems } from './problem.ts';

/** One line of a CSV file: its cells by the head of their column, tidied. */
export interface Row<Column extends string> {
	/** Where it begins, counted from 1. */
	line: number;
	cells: Record<Column, string>;
}

export interface Table<Column extends string> {
	rows: Row<Column>[];
	/** False when lines could not be read: then nothing can be said about what is missing. */
	complete: boolean;
}

/**
 * Reads a CSV text with a head line, in letters of either case. Other columns and empty lines are ignored,
 * so are empty cells behind the last column that has a name: spreadsheets write them. `;` and tab separate
 * cells too, as in countries with a decimal comma. A cell is one line of text that can be seen.
 */
export function readTable<Column extends string>(
	file: string,
	text: string,
	columns: readonly Column[],
	problems: Problems
): Table<Column> {
	const { records, complete } = parseRecords(file, text, problems);
	const [head, ...body] = records;
	if (!head) {
		if (complete) problems.add({ file, line: 1, column: null }, 'import_file_empty', {});
		return { rows: [], complete: false };
	}
	const names = head.cells.map((cell) => tidy(cell).toLowerCase());
	const places = findColumns(file, { line: head.line, cells: names }, columns, problems);
	if (!places) return { rows: [], complete: false };
	const expected = names.findLastIndex((name) => name !== '') + 1;
	const full = body.filter(({ cells }) => cells.some((cell) => cell !== ''));
	const even = full.filter(({ line, cells }) => {
		const found = Math.max(cells.findLastIndex((cell) => cell !== '') + 1, expected);
		if (found === expected && cells.length >= expected) return true;
		const params = { expected, found: Math.min(found, cells.length) };
		problems.add({ file, line, column: null }, 'import_row_cells', params);
		return false;
	});
	const rows = even.map(({ line, cells }) => {
		const named = columns.map((column, i) => {
			const cell = cells[places[i] ?? -1] ?? '';
			const wrong = unfit(cell, 'one');
			if (wrong) problems.add({ file, line, column }, `import_${wrong}`, {});
			return [column, tidy(cell)];
		});
		return { line, cells: Object.fromEntries(named) as Record<Column, string> };
	});
	return { rows, complete: complete && even.length === full.length };
}

function findColumns<Column extends string>(
	file: string,
	head: CsvRecord,
	columns: readonly Column[],
	problems: Problems
): number[] | null {
	const places = columns.map((column) => head.cells.indexOf(column));
	const missing = columns.filter((_, i) => places[i] === -1);
	const twice = columns.filter((_, i) => places[i] !== head.cells.lastIndexOf(columns[i] ?? ''));
	for (const column of missing) {
		problems.add({ file, line: head.line, column }, 'import_column_missing', { column });
	}
	for (const column of twice) {
		problems.add({ file, line: head.line, column }, 'import_column_twice', { column });
	}
	return missing.length + twice.length > 0 ? null : places;
}

interface CsvRecord {
	line: number;
	cells: string[];
}

/** All that stands before the first quote that makes no sense. */
function parseRecords(file: string, text: string, problems: Problems) {
	const records: CsvRecord[] = [];
	const [head = ''] = text.split('\n', 1);
	const delimiter = [',', ';', '\t'].find((sign) => head.includes(sign)) ?? ',';
	let reached = 0;
	try {
		parse(text, {
			delimiter,
			record_delimiter: '\n',
			relax_column_count: true,
			skip_empty_lines: true,
			trim: true,
			on_record: (cells: string[], { lines }) => {
				reached = lines;
				// The parser counts lines at the end of a record; quoted cells may hold several.
				const inside = cells.join('').split('\n').length - 1;
				records.push({ line: lines - inside, cells });
				return null;
			}
		});
		return { records, complete: true };
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		const isOpen = error.code === 'CSV_QUOTE_NOT_CLOSED';
		const line = isOpen ? reached + 1 : Number(error['lines']);
		problems.add(
			{ file, line, column: null },
			isOpen ? 'import_quote_open' : 'import_quote_stray',
			{}
		);
		return { records, complete: false };
	}
}
