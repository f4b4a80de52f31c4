import { canWork } from './allocate-targets.ts';
import type { Problems } from './problem.ts';
import type { PackageTarget } from './read-targets.ts';
import type { PackageUnit } from './read-units.ts';

/**
 * Says which units have no target though they need one: a unit that can work beside others that were
 * given one, and a unit above others that have one. A campaign may have no targets at all: it counts.
 * Children whose targets add up to another number than their parent's are no fault.
 */
export function checkTargets(
	file: string,
	units: PackageUnit[],
	targets: PackageTarget[],
	problems: Problems
): void {
	const below = Map.groupBy(units, ({ parent }) => parent);
	const byMeasure = Map.groupBy(targets, ({ measure }) => measure);
	for (const [measure, of] of byMeasure) {
		const having = new Set(of.map(({ unit }) => unit));
		for (const unit of units) {
			if (having.has(unit.code)) continue;
			const at = { file, line: unit.line, column: 'code' };
			const params = { unit: unit.code, name: unit.name_vi, measure };
			const isAbove = (below.get(unit.code) ?? []).some(({ code }) => having.has(code));
			if (isAbove) problems.add(at, 'import_target_missing_above', params);
			else if (unit.parent !== null && having.has(unit.parent) && canWork(unit, below)) {
				problems.add(at, 'import_target_missing', params);
			}
		}
	}
}
