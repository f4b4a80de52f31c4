import type { BoardUnit } from '#lib/campaign/board.ts';
import { Problem } from '../problem.ts';
import type { Actor, CommandContext } from './command.ts';

/** Whether the actor's role reaches this unit: everywhere, in a district, or in one commune. */
export function reaches(actor: Pick<Actor, 'role' | 'unit'>, unit: BoardUnit): boolean {
	switch (actor.role) {
		case 'focal_point':
			return unit.code === actor.unit;
		case 'district_officer':
			return unit.code === actor.unit || unit.parent === actor.unit;
		default:
			return true;
	}
}

/**
 * The commune a command is about.
 * @throws the same `not_found` whether it does not exist, is no commune or is not the actor's
 */
export function accessCommune({ board, actor }: CommandContext, code: string): BoardUnit {
	const unit = board.units.get(code);
	if (!unit || unit.level !== 'commune' || !reaches(actor, unit)) {
		throw new Problem('not_found', 'not_found', {}, 'unit');
	}
	return unit;
}
