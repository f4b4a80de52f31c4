import type { Kysely } from 'kysely';
import type { Database } from '#lib/server/db/schema.ts';

/** A campaign with a province, a district of two communes and one without any; answers its id. */
export async function addSmallCampaign(db: Kysely<Database>): Promise<number> {
	const { id } = await db
		.insertInto('campaign')
		.values({
			slug: 'counting',
			name_vi: 'Chiến dịch',
			name_en: 'Campaign',
			starts_on: '2025-03-01',
			ends_on: '2025-03-20',
			time_zone: 'Asia/Ho_Chi_Minh',
			timely_by: '17:30',
			lock_after_days: 2,
			clock: null
		})
		.returning('id')
		.executeTakeFirstOrThrow();
	const unit = (
		code: string,
		parent_code: string | null,
		level: 'province' | 'district' | 'commune',
		position: number
	) => ({
		campaign_id: id,
		code,
		parent_code,
		level,
		name_vi: `Đơn vị ${code}`,
		name_en: `Unit ${code}`,
		type: 'xã',
		position
	});
	await db
		.insertInto('unit')
		.values([
			unit('p', null, 'province', 0),
			unit('d1', 'p', 'district', 1),
			unit('d2', 'p', 'district', 2),
			unit('1', 'd1', 'commune', 3),
			unit('2', 'd1', 'commune', 4)
		])
		.execute();
	return id;
}
