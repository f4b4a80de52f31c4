import { sql } from 'kysely';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { command, type CommandContext } from '../commands/command.ts';
import { readGroups } from '../visits/read-groups.ts';
import { Problem } from '../problem.ts';
import { accessRequest, rolesFor } from './access-request.ts';
import { lockGroup } from './lock-requests.ts';
import { held } from './results.ts';
import { takeStep } from './take-step.ts';

/** A lead takes a request for the own group, or staff give it to one, whoever has it. */
export const takeOver = command(
	'request.take_over',
	rolesFor('take_over'),
	async (context, input) => {
		const { actor, now } = context;
		const code = input.group ?? actor.group;
		if (code === null) throw new Problem('invalid', 'group_expected', {}, 'group');
		const capacity = await lockGroup(context, code);
		const { row, ...access } = await accessRequest(context, input.request, 'take_over');
		if (actor.group !== null && code !== actor.group) throw new Problem('forbidden');
		if (capacity === undefined) throw new Problem('not_found', 'not_found', {}, 'group');
		const person = await personOf(context, code, input.person ?? null);
		if (row.group_code !== code && (await heldBy(context, code)) >= capacity) {
			const details = { group: code, capacity };
			throw new Problem('conflict', 'group_full', { capacity }, 'group', details);
		}
		const from = row.holder ? { group: row.group_code, person: row.holder } : null;
		const taken = await takeStep(context, row, {
			...{ step: 'take_over', ...access, text: input.reason },
			details: { from, to: { group: code, person: person.username } },
			change: {
				...{ group_code: code, holder_id: person.id, claimed_at: now, waiting_until: null },
				...{ release_asked_by: null, release_asked_at: null },
				responded_at: row.responded_at ?? now
			}
		});
		return held(taken);
	}
);

/** Who of a group answers for it: the one named, else its lead. */
async function personOf(
	{ tx, campaignId }: CommandContext,
	code: string,
	named: string | null
): Promise<{ id: number; username: string }> {
	const [group]: WorkingGroup[] = await readGroups(tx, campaignId, code);
	const [first] = group?.members ?? []; // leads come first
	const member = named ? group?.members.find(({ username }) => username === named) : first;
	if (!member && named) throw new Problem('not_found', 'not_found', {}, 'person');
	if (!member) throw new Problem('conflict', 'group_empty', {}, 'group');
	const { username } = member;
	const { id } = await tx
		.selectFrom('account')
		.select('id')
		.where('username', '=', username)
		.executeTakeFirstOrThrow();
	return { id, username };
}

async function heldBy({ tx, campaignId }: CommandContext, group: string): Promise<number> {
	const { count } = await tx
		.selectFrom('support_request')
		.select(sql<number>`count(*)`.as('count'))
		.where('campaign_id', '=', campaignId)
		.where('group_code', '=', group)
		.executeTakeFirstOrThrow();
	return count;
}
