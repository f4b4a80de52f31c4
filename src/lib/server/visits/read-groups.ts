import type { Kysely } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import type { Database } from '../db/schema.ts';

/** A campaign's working groups in their order, each with its members, leads first; or only one of them. */
export function readGroups(
	db: Kysely<Database>,
	campaignId: number,
	code?: string
): Promise<WorkingGroup[]> {
	return db
		.selectFrom('working_group as g')
		.select(['code', 'name_vi', 'name_en', 'base_code as base', 'capacity', 'phone'])
		.select((eb) =>
			jsonArrayFrom(
				eb
					.selectFrom('role_grant as m')
					.innerJoin('account as a', 'a.id', 'm.account_id')
					.select(['a.username', 'a.name_vi', 'a.name_en', 'm.leads'])
					.whereRef('m.campaign_id', '=', 'g.campaign_id')
					.whereRef('m.group_code', '=', 'g.code')
					.where('a.disabled_at', 'is', null)
					.orderBy('m.leads', 'desc')
					.orderBy('a.username')
			).as('members')
		)
		.where('campaign_id', '=', campaignId)
		.$if(code !== undefined, (query) => query.where('code', '=', code ?? ''))
		.orderBy('position')
		.orderBy('code')
		.execute();
}
