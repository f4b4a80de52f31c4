import type { TargetOrigin } from '#lib/campaign/campaign.ts';
import type { Problems } from './problem.ts';
import { readTable } from './read-table.ts';

/** A target of a package: published, or computed from the level above. */
export interface PackageTarget {
	unit: string;
	measure: string;
	amount: number;
	origin: Exclude<TargetOrigin, 'declared'>;
}

interface Known {
	/** Null or empty: not known, so nothing is said about what does not exist. */
	units: ReadonlySet<string> | null;
	measures: readonly string[];
}

const COLUMNS = ['unit', 'measure', 'amount', 'origin'] as const;
const MOST = 1_000_000_000;

/** Reads and checks `targets.csv`. */
export function readTargets(
	file: string,
	csv: string,
	known: Known,
	problems: Problems
): PackageTarget[] {
	const first = new Map<string, number>();
	return readTable(file, csv, COLUMNS, problems).rows.map(({ line, cells }) => {
		const { unit, amount } = cells;
		const [measure, origin] = [cells.measure.toLowerCase(), cells.origin.toLowerCase()];
		const at = (column: (typeof COLUMNS)[number]) => ({ file, line, column });
		const { units, measures } = known;
		if (units && !units.has(unit)) problems.add(at('unit'), 'import_unit_unknown', { unit });
		if (measures.length > 0 && !measures.includes(measure)) {
			problems.add(at('measure'), 'import_measure_unknown', { measure });
		}
		if (!/^\d+$/.test(amount)) problems.add(at('amount'), 'import_amount_expected', { amount });
		else if (Number(amount) > MOST) problems.add(at('amount'), 'import_amount_too_large', {});
		if (origin !== 'plan') problems.add(at('origin'), 'import_origin_expected', { origin });
		const name = JSON.stringify([unit, measure]);
		const other = first.get(name);
		if (other === undefined) first.set(name, line);
		else problems.add(at('unit'), 'import_target_twice', { unit, measure, first: other });
		return { unit, measure, amount: Number(amount), origin: 'plan' };
	});
}
