import type { BoardUnit, CampaignBoard } from '#lib/campaign/board.ts';
import { Problem } from '../problem.ts';
import type { Actor } from './command.ts';

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
 * The commune a command is about. `field` is where the input names it.
 * @throws the same `not_found` whether it does not exist, is no commune or is not the actor's
 */
export function accessCommune(
	{ board, actor }: { board: CampaignBoard; actor: Pick<Actor, 'role' | 'unit'> },
	code: string,
	field = 'unit'
): BoardUnit {
	const unit = board.units.get(code);
	if (!unit || unit.level !== 'commune' || !reaches(actor, unit)) {
		throw new Problem('not_found', 'not_found', {}, field);
	}
	return unit;
}
