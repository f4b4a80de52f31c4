/** What became of the paths in one engine. */
export interface Row {
	engine: string;
	outcomes: Record<string, 'passed' | 'failed' | 'missing'>;
	/** Of one that is missing: how to get it. */
	how?: string;
}

/** Engines by paths, in columns. */
export function tableOf(rows: Row[], paths: string[]): string {
	const cells = [
		['', ...paths],
		...rows.map(({ engine, outcomes }) => [engine, ...paths.map((path) => outcomes[path] ?? '')])
	];
	const widths = cells[0]!.map((_, column) =>
		Math.max(...cells.map((row) => row[column]?.length ?? 0))
	);
	return cells
		.map((row) =>
			row
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd()
		)
		.join('\n');
}
