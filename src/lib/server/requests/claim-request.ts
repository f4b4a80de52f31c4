import { sql } from 'kysely';
import { command, type CommandContext } from '../commands/command.ts';
import { Problem } from '../problem.ts';
import { accessParts, mayTake, rolesFor } from './access-request.ts';
import type { Part } from '#lib/campaign/requests/transitions.ts';
import { endedBy } from './ended-by.ts';
import { lockGroup } from './lock-requests.ts';
import { selectRequests, type RequestRow } from './read-requests.ts';
import { held } from './results.ts';
import { takeStep } from './take-step.ts';

/**
 * The actor's group takes a request in hand: one conditional statement, so of many who ask at once one has
 * it and each of the others is told who.
 */
export const claimRequest = command('request.claim', rolesFor('claim'), async (context, input) => {
	const { actor, tx, campaignId } = context;
	const seen = await selectRequests(tx, campaignId)
		.where('r.number', '=', input.request)
		.executeTakeFirst();
	const { parts, row } = accessParts(context, seen);
	await mayClaim(context, row, parts);
	const { group } = actor;
	if (group === null) throw new Problem('forbidden');
	const { won, row: now } = await claimIfFree(context, input.request, group);
	if (!won) {
		if (now.state !== 'open') await mayClaim(context, now, parts);
		throw await groupFull(context, group);
	}
	const stepped = await takeStep(context, now, { step: 'claim', state: 'claimed', parts });
	return held(stepped);
});

/** @throws as `mayTake`; when it is over, with the name of who brought it there */
async function mayClaim(context: CommandContext, row: RequestRow, parts: Part[]): Promise<void> {
	try {
		mayTake(context.board, 'claim', row, parts);
	} catch (error) {
		const late = error instanceof Problem && error.key === 'request_state';
		throw late ? ((await endedBy(context, row)) ?? error) : error;
	}
}

/** The claim itself, and the request as it stands after it, whoever has it. */
async function claimIfFree(
	context: CommandContext,
	number: number,
	group: string
): Promise<{ won: boolean; row: RequestRow }> {
	const { send, tx, campaignId, actor, now } = context;
	const claim = sql`
		update support_request set state = 'claimed', group_code = ${group},
			holder_id = ${actor.account_id}, claimed_at = ${now}, lease_until = ${now},
			responded_at = coalesce(responded_at, ${now})
		where campaign_id = ${campaignId} and number = ${number} and state = 'open'
			and (select count(*) from support_request h
				where h.campaign_id = ${campaignId} and h.group_code = ${group})
				< (select capacity from working_group g
					where g.campaign_id = ${campaignId} and g.code = ${group})
	`.compile(tx);
	const read = selectRequests(tx, campaignId).where('r.number', '=', number);
	const [, { numAffectedRows }, { rows }] = await Promise.all([
		lockGroup(context, group),
		send(claim),
		send(read.compile())
	]);
	return { won: numAffectedRows === 1n, row: rows[0]! };
}

async function groupFull({ tx, campaignId }: CommandContext, group: string): Promise<Problem> {
	const { capacity } = await tx
		.selectFrom('working_group')
		.select('capacity')
		.where('campaign_id', '=', campaignId)
		.where('code', '=', group)
		.executeTakeFirstOrThrow();
	return new Problem('conflict', 'group_full', { capacity }, 'request', { group, capacity });
}
