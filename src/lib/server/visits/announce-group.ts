import { sql, type Kysely } from 'kysely';
import type { WorkingGroup } from '#lib/campaign/visits/group.ts';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import type { Database } from '../db/schema.ts';
import { announce, appendFacts } from '../log/append.ts';
import { readGroups } from './read-groups.ts';

/** Tells every screen what a working group is now, after its members were changed outside of any command. */
export async function announceGroup(
	db: Kysely<Database>,
	campaignId: number,
	code: string
): Promise<void> {
	await announceGroups(db, campaignId, async (tx) => {
		const groups = await readGroups(tx, campaignId, code);
		if (groups.length === 0) throw new Error(`there is no group ${code}`);
		return groups;
	});
}

/** The same for groups that were made outside of any command, of which the log does not know yet. */
export async function announceNewGroups(db: Kysely<Database>, campaignId: number): Promise<void> {
	await announceGroups(db, campaignId, async (tx) => {
		const { rows } = await sql<{ code: string }>`select distinct data->'group'->>'code' as code
			from fact where campaign_id = ${campaignId} and kind = 'group.changed'`.execute(tx);
		const known = new Set(rows.map(({ code }) => code));
		return (await readGroups(tx, campaignId)).filter(({ code }) => !known.has(code));
	});
}

async function announceGroups(
	db: Kysely<Database>,
	campaignId: number,
	read: (tx: Kysely<Database>) => Promise<WorkingGroup[]>
): Promise<void> {
	await db.transaction().execute(async (tx) => {
		const { clock, time_zone } = await tx
			.selectFrom('campaign')
			.select(['clock', 'time_zone'])
			.where('id', '=', campaignId)
			.forNoKeyUpdate()
			.executeTakeFirstOrThrow();
		const groups = await read(tx);
		if (groups.length === 0) return;
		await appendFacts(tx, {
			campaignId,
			at: campaignNow(clock, time_zone, new Date()),
			actor: 'system',
			facts: groups.map((group) => ({ kind: 'group.changed', data: { group } }))
		});
	});
	await announce(db, campaignId);
}
