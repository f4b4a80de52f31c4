import type { Result } from './measure/result.ts';

const heads = ['', 'load', 'what', 'floor', 'product', '', 'reached', 'goal', ''];

/** Three digits that matter, and never a 5.3e+3. */
function short(value: number): string {
	if (!Number.isFinite(value)) return '?';
	if (Math.abs(value) >= 100) return String(Math.round(value));
	return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}

/** The table of results, for people; without a verdict when it is not `judged`. */
export function tableOf(results: readonly Result[], judged: boolean): string {
	const lines = results.map(({ row, load, what, floor, product, unit, reached, goal, ok }, i) => [
		results[i - 1]?.row === row ? '' : row,
		load,
		what,
		floor === null ? '' : short(floor),
		short(product),
		unit,
		floor === null ? short(reached) : `${reached.toFixed(2)}×`,
		floor === null ? `≤ ${goal}` : `≤ ${goal}×`,
		judged ? (ok ? '✓' : '✗') : ''
	]);
	const widths = heads.map((head, column) =>
		Math.max(head.length, ...lines.map((line) => line[column]?.length ?? 0))
	);
	const right = new Set([3, 4, 6, 7]);
	const pad = (cell: string, column: number) =>
		right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
	return [heads, ...lines].map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}
