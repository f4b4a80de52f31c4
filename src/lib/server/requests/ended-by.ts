import type { CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import type { RequestRow } from './read-requests.ts';

/** Steps after which there is nothing left to claim. */
const ENDS = ['resolve', 'close_incident', 'decline', 'merge'] as const;

/** Why a request that is over cannot be claimed: who brought it there; null when nobody did. */
export async function endedBy(
	{ tx, campaignId, board }: CommandContext,
	{ number, state }: RequestRow
): Promise<Problem | null> {
	const last = await tx
		.selectFrom('request_step as s')
		.innerJoin('account as a', 'a.id', 's.account_id')
		.select(['s.group_code', 'a.username', 'a.name_vi', 'a.name_en'])
		.where('s.campaign_id', '=', campaignId)
		.where('s.number', '=', number)
		.where('s.step', 'in', ENDS)
		.orderBy('s.position', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!last || !['resolved', 'verified', 'duplicate', 'declined'].includes(state)) return null;
	const { group_code, username, name_vi, name_en } = last;
	const group = board.groups.get(group_code ?? '');
	const names = group && { name_vi: group.name_vi, name_en: group.name_en };
	// Staff belong to no group.
	const by = {
		name_vi: names ? `${name_vi} (${names.name_vi})` : name_vi,
		name_en: names ? `${name_en} (${names.name_en})` : name_en
	};
	return new Problem('conflict', 'request_ended', { by, request: number, state }, 'request', {
		...{ state, by: { username, name_vi, name_en } },
		group: group && { code: group.code, ...names }
	});
}
