import type { Kysely } from 'kysely';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import type { Database } from '../db/schema.ts';

/** A campaign's visits by number, drafts and cancelled ones too; or only some of them. */
export async function readVisits(
	db: Kysely<Database>,
	campaignId: number,
	numbers?: number[]
): Promise<Visit[]> {
	const rows = await db
		.selectFrom('visit')
		.select(['number', 'group_code as group', 'unit_code as unit', 'from_date as from'])
		.select(['to_date as to', 'state', 'arrived_at', 'left_at', 'at'])
		.select(['change_group', 'change_unit', 'change_from', 'change_to'])
		.select((eb) =>
			eb
				.exists(
					eb
						.selectFrom('visit_step as s')
						.select('s.position')
						.whereRef('s.campaign_id', '=', 'visit.campaign_id')
						.whereRef('s.number', '=', 'visit.number')
						.where('s.step', '=', 'publish')
				)
				.as('published')
		)
		.where('campaign_id', '=', campaignId)
		.$if(numbers !== undefined, (query) => query.where('number', 'in', numbers ?? []))
		.orderBy('number')
		.execute();
	return rows.map(({ arrived_at, left_at, at, published, ...row }) => ({
		...withChange(row),
		arrived_at: arrived_at?.toISOString() ?? null,
		left_at: left_at?.toISOString() ?? null,
		at: at.toISOString(),
		...(published ? { published: true } : {})
	}));
}

interface ChangeColumns {
	change_group: string | null;
	change_unit: string | null;
	change_from: string | null;
	change_to: string | null;
}

/** All four columns of a change stand or none. */
function withChange<Row extends ChangeColumns>(row: Row) {
	const { change_group: group, change_unit: unit, change_from: from, change_to: to, ...rest } = row;
	if (group === null || unit === null || from === null || to === null) return rest;
	return { ...rest, change: { group, unit, from, to } };
}
