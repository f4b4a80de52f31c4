import { targetOf, unallocatedOf } from '../board.ts';
import type { Amounts, TargetOrigin } from '../campaign.ts';
import { partOfUnit } from '../part-of-snapshot.ts';

/** What a place has to do. A parent's `target` is its own. */
export interface TargetsOfUnit {
	target: Amounts;
	target_origin: Record<string, TargetOrigin>;
	unallocated: Amounts;
}

export const targetsOfUnit = partOfUnit<TargetsOfUnit>({
	fields: { target: 'members', target_origin: 'members', unallocated: 'members' },
	take(into, board, unit) {
		into.target = targetOf(board, unit);
		into.target_origin = Object.fromEntries(
			Object.entries(unit.targets).map(([measure, { origin }]) => [measure, origin])
		);
		into.unallocated = unallocatedOf(board, unit);
	},
	put(unit, { target, target_origin }) {
		unit.targets = Object.fromEntries(
			Object.entries(target_origin).map(([measure, origin]) => [
				measure,
				{ amount: target[measure] ?? 0, origin }
			])
		);
	}
});
