import { parseAmount } from './entry.ts';

/** A pasted text over the fields of a table: what goes where, or why nothing does. `seen`: its cells. */
export type Spread<Field> =
	| { kind: 'filled'; texts: [field: Field, text: string][]; seen: string[] }
	| { kind: 'too_many'; rows: number; columns: number; seen: string[] }
	| { kind: 'not_numbers'; cell: string; seen: string[] };

/** The cells of a text as a spreadsheet copies them, row by row; null when it is one cell only. */
function pastedCells(text: string): string[][] | null {
	const rows = text.replace(/(?:\r?\n)+$/, '').split(/\r\n|\n|\r/);
	const cells = rows.map((row) => row.split('\t').map((cell) => cell.trim()));
	return cells.length === 1 && cells[0]!.length === 1 ? null : cells;
}

/**
 * Lays pasted cells over a table whose fields stand row by row: a block keeps its shape, one long row goes on
 * in the next one as reading does. An empty cell leaves its field as it is: silence is not zero.
 * @param at the field it was pasted into
 * @returns null for a single cell, which the field takes as any other text
 */
export function spreadCells<Field>(
	text: string,
	fields: readonly (readonly Field[])[],
	at: Field
): Spread<Field> | null {
	const cells = pastedCells(text);
	if (!cells) return null;
	const seen = cells.flat().filter((cell) => cell !== '');
	const row = fields.findIndex((some) => some.includes(at));
	const column = fields[row]?.indexOf(at) ?? -1;
	const widest = Math.max(...cells.map(({ length }) => length));
	const target =
		cells.length === 1
			? [fields.flat().slice(fields.flat().indexOf(at))]
			: fields.slice(row).map((some) => some.slice(column));
	const fits =
		row >= 0 &&
		cells.length <= target.length &&
		cells.every((some, i) => some.length <= (target[i]?.length ?? 0));
	if (!fits) return { kind: 'too_many', rows: cells.length, columns: widest, seen };
	const wrong = seen.find((cell) => parseAmount(cell, Number.MAX_SAFE_INTEGER).kind !== 'amount');
	if (wrong !== undefined) return { kind: 'not_numbers', cell: wrong, seen };
	const texts = cells.flatMap((some, i) =>
		some.flatMap((cell, j): [Field, string][] => (cell === '' ? [] : [[target[i]![j]!, cell]]))
	);
	return { kind: 'filled', texts, seen };
}
