import type { Selectable } from 'kysely';
import type { BoardUnit } from '#lib/campaign/board.ts';
import { VISIT_TRANSITIONS, type VisitState, type VisitStep } from '#lib/campaign/visits/visit.ts';
import type { Role } from '#lib/protocol/people.ts';
import { reaches } from '#lib/campaign/reach.ts';
import type { CommandContext } from '../commands/command.ts';
import type { VisitTable } from '../db/operations-schema.ts';
import { Problem } from '../problem.ts';

/** Who plans visits: everywhere, or within their district. */
export const PLANNERS: readonly Role[] = ['coordinator', 'district_officer'];
/** Who goes. */
export const VISITORS: readonly Role[] = ['group_member'];

export type VisitRow = Selectable<VisitTable>;

/**
 * A visit that the actor wants to take a step with, locked until the commit. `field` is where the input
 * names it.
 * @throws the same `not_found` whether it does not exist or is beyond the actor
 */
export async function accessVisit(
	context: CommandContext,
	number: number,
	step: VisitStep,
	field = 'visit'
): Promise<VisitRow> {
	const row = await context.tx
		.selectFrom('visit')
		.selectAll()
		.where('campaign_id', '=', context.campaignId)
		.where('number', '=', number)
		.forUpdate()
		.executeTakeFirst();
	if (!row || !takesPart(context, row, step))
		throw new Problem('not_found', 'not_found', {}, field);
	return row;
}

function takesPart({ board, actor }: CommandContext, row: VisitRow, step: VisitStep): boolean {
	const { by } = VISIT_TRANSITIONS[step];
	if (actor.role === 'group_member') return by.includes('group') && actor.group === row.group_code;
	if (!PLANNERS.includes(actor.role) || !by.includes('staff')) return false;
	return board.units.has(row.unit_code) && reaches(actor, board.units, row.unit_code);
}

/** The state after a step. @throws `conflict` saying how the visit stands when the step cannot follow */
export function stateAfter({ number, state }: VisitRow, step: VisitStep): VisitState {
	const { from, to } = VISIT_TRANSITIONS[step];
	if (!from.includes(state)) {
		throw new Problem('conflict', `visit_is_${state}`, { visit: number }, 'visit');
	}
	return to === 'same' ? state : to;
}

/**
 * Where a visit shall go: any place below the top.
 * @throws the same `not_found` whether it does not exist, is the top or is beyond the actor
 */
export function accessPlace({ board, actor }: CommandContext, code: string): BoardUnit {
	const unit = board.units.get(code);
	if (!unit || unit.parent === null || !reaches(actor, board.units, code)) {
		throw new Problem('not_found', 'not_found', {}, 'unit');
	}
	return unit;
}

/** A group that visits. @throws `not_found` */
export async function accessGroup(
	{ tx, campaignId }: CommandContext,
	code: string,
	field = 'group'
): Promise<void> {
	const group = await tx
		.selectFrom('working_group')
		.select('code')
		.where('campaign_id', '=', campaignId)
		.where('code', '=', code)
		.executeTakeFirst();
	if (!group) throw new Problem('not_found', 'not_found', {}, field);
}
