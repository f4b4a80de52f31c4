import { sql } from 'kysely';
import { command, type CommandContext } from '../commands/command.ts';
import { tooMany } from '../commands/limits.ts';
import { Problem } from '../problem.ts';
import { readGroups } from './read-groups.ts';

/** Makes a working group, or changes what is named of it. Its lead is one of its members. */
export const saveGroup = command('group.save', ['coordinator'], async (context, input) => {
	const { tx, campaignId, board, limits } = context;
	const { group: code, name_vi, name_en, base, capacity, phone, lead } = input;
	if (base != null && !board.units.has(base)) {
		throw new Problem('not_found', 'not_found', {}, 'base');
	}
	const known = await tx
		.selectFrom('working_group')
		.select('code')
		.where('campaign_id', '=', campaignId)
		.where('code', '=', code)
		.forUpdate()
		.executeTakeFirst();
	if (!known && board.groups.size >= limits.groups)
		throw tooMany('limit_groups', limits.groups, 'group');
	if (!known) await makeGroup(context, code, name_vi, name_en);
	const changes = {
		...(name_vi === undefined ? {} : { name_vi }),
		...(name_en === undefined ? {} : { name_en }),
		...(base === undefined ? {} : { base_code: base }),
		...(capacity === undefined ? {} : { capacity }),
		...(phone === undefined ? {} : { phone: phone?.trim() || null })
	};
	if (Object.keys(changes).length > 0) {
		await tx
			.updateTable('working_group')
			.set(changes)
			.where('campaign_id', '=', campaignId)
			.where('code', '=', code)
			.execute();
	}
	if (lead !== undefined) await setLead(context, code, lead);
	const [group] = await readGroups(tx, campaignId, code);
	if (!group) throw new Error(`group ${code} was not written`);
	return { facts: [{ kind: 'group.changed', data: { group } }], result: { group: code } };
});

async function makeGroup(
	{ tx, campaignId }: CommandContext,
	code: string,
	name_vi: string | undefined,
	name_en: string | undefined
): Promise<void> {
	if (name_vi === undefined) throw new Problem('invalid', 'text_empty', {}, 'name_vi');
	// Two may make it at once: the second then changes it.
	await sql`
		insert into working_group (campaign_id, code, name_vi, name_en, position)
		select ${campaignId}, ${code}, ${name_vi}, ${name_en ?? name_vi}, coalesce(max(position), 0) + 1
		from working_group where campaign_id = ${campaignId}
		on conflict (campaign_id, code) do nothing
	`.execute(tx);
}

async function setLead(
	{ tx, campaignId }: CommandContext,
	code: string,
	username: string
): Promise<void> {
	const { rows } = await sql<{ leads: boolean }>`
		update role_grant g set leads = (a.username = ${username}) from account a
		where a.id = g.account_id and g.campaign_id = ${campaignId} and g.group_code = ${code}
			and (a.disabled_at is null or a.username <> ${username})
		returning g.leads
	`.execute(tx);
	if (!rows.some(({ leads }) => leads)) {
		throw new Problem('invalid', 'lead_not_member', {}, 'lead');
	}
}
