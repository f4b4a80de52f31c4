import type { Kysely } from 'kysely';
import type { Named } from '#lib/campaign/campaign.ts';
import type { Role } from '#lib/protocol/people.ts';
import type { Database } from '#lib/server/db/schema.ts';
import type { DemoAccount } from './demo-accounts.ts';

/** A demo account as the sign-in page offers it. */
export interface DemoChoice {
	username: string;
	role: Role;
	/** The account's name, or the place's for those that belong to one. */
	name: Named;
	/** The place above a place that lies in an area. */
	within: Named | null;
}

/** The demo accounts that exist, by area and place in the order of the campaign. */
export async function demoChoices(
	db: Kysely<Database>,
	accounts: readonly DemoAccount[]
): Promise<DemoChoice[]> {
	if (accounts.length === 0) return [];
	const names = accounts.map(({ username }) => username);
	const rows = await db
		.selectFrom('account as a')
		.innerJoin('role_grant as g', 'g.account_id', 'a.id')
		.leftJoin('unit as u', (join) =>
			join.onRef('u.campaign_id', '=', 'g.campaign_id').onRef('u.code', '=', 'g.unit_code')
		)
		.leftJoin('unit as p', (join) =>
			join.onRef('p.campaign_id', '=', 'u.campaign_id').onRef('p.code', '=', 'u.parent_code')
		)
		.where('a.username', 'in', names)
		.where('a.is_demo', '=', true)
		.orderBy('p.position')
		.orderBy('u.position')
		.orderBy('a.id')
		.select(['a.username', 'g.role', 'a.name_vi', 'a.name_en', 'p.parent_code as far'])
		.select(['u.name_vi as unit_vi', 'u.name_en as unit_en'])
		.select(['p.name_vi as parent_vi', 'p.name_en as parent_en'])
		.execute();
	return rows.map(({ username, role, name_vi, name_en, far, ...place }) => ({
		username,
		role,
		name: { name_vi: place.unit_vi ?? name_vi, name_en: place.unit_en ?? name_en },
		within: far !== null ? { name_vi: place.parent_vi ?? '', name_en: place.parent_en ?? '' } : null
	}));
}
