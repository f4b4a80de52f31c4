import { allocate } from '#lib/campaign/targets/allocation.ts';
import type { PackageTarget } from './read-targets.ts';
import type { PackageUnit } from './read-units.ts';

/**
 * Shares each measure's targets downwards, by the weights of the leaves, wherever a unit has a
 * target and the plan gave none to the units below it. As soon as the plan named one of them its
 * numbers stand as published: what they leave over stays with the unit above, not allocated.
 * An area without leaves has nobody to do the work and is given no share.
 */
export function allocateTargets(units: PackageUnit[], planned: PackageTarget[]): PackageTarget[] {
	const below = Map.groupBy(units, ({ parent }) => parent);
	const weights = new Map<PackageUnit, number>();
	const weigh = (unit: PackageUnit): number => {
		const children = below.get(unit.code) ?? [];
		const sum = children.reduce((all, child) => all + weigh(child), 0);
		const weight = unit.leaf ? unit.weight : sum;
		weights.set(unit, weight);
		return weight;
	};
	const top = below.get(null) ?? [];
	top.forEach(weigh);

	const allocated: PackageTarget[] = [];
	for (const [measure, targets] of Map.groupBy(planned, (target) => target.measure)) {
		const amounts = new Map(targets.map(({ unit, amount }) => [unit, amount]));
		const share = (unit: PackageUnit) => {
			const children = below.get(unit.code) ?? [];
			const amount = amounts.get(unit.code);
			if (amount !== undefined && !children.some(({ code }) => amounts.has(code))) {
				const takers = children.filter((child) => canWork(child, below));
				const parts = allocate(
					amount,
					takers.map((taker) => weights.get(taker) ?? 0)
				);
				for (const [i, { code }] of takers.entries()) {
					const part = parts[i] ?? 0;
					amounts.set(code, part);
					allocated.push({ unit: code, measure, amount: part, origin: 'allocated' });
				}
			}
			children.forEach(share);
		};
		top.forEach(share);
	}
	return allocated;
}

/** Whether somebody in a unit can report: it is a leaf or has some. */
export function canWork(
	unit: PackageUnit,
	below: ReadonlyMap<string | null, PackageUnit[]>
): boolean {
	if (unit.leaf) return true;
	return (below.get(unit.code) ?? []).some((child) => canWork(child, below));
}
