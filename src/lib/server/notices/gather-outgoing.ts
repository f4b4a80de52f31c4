import { sql, type Kysely } from 'kysely';
import { GATHER_FOR } from '#lib/campaign/notices/when-it-leaves.ts';
import type { Database } from '../db/schema.ts';

/** Somebody's summaries are made in one transaction each; at most so many at one look. */
const AT_ONCE = 200;

/**
 * Puts what is due into one summary per person, for each of their devices and their mail. What is urgent
 * leaves alone; when something else is due, all that waits leaves with it.
 * @param now campaign time
 * @returns for how many people
 */
export async function gatherOutgoing(
	db: Kysely<Database>,
	campaignId: number,
	now: Date
): Promise<number> {
	const due = await db
		.selectFrom('notice')
		.select('account_id')
		.distinct()
		.where('campaign_id', '=', campaignId)
		.where('left_at', 'is', null)
		.where('leaves_at', '<=', now)
		.limit(AT_ONCE)
		.execute();
	for (const { account_id } of due) await gather(db, campaignId, account_id, now);
	return due.length;
}

async function gather(
	db: Kysely<Database>,
	campaign_id: number,
	account_id: number,
	now: Date
): Promise<void> {
	await db.transaction().execute(async (tx) => {
		const waiting = await tx
			.selectFrom('notice')
			.select(['id', 'urgent', 'leaves_at', 'at', 'read_at'])
			.where('campaign_id', '=', campaign_id)
			.where('account_id', '=', account_id)
			.where('left_at', 'is', null)
			.where('leaves_at', 'is not', null)
			.orderBy('id')
			.forUpdate()
			.skipLocked()
			.execute();
		const isDue = ({ leaves_at }: { leaves_at: Date | null }) =>
			leaves_at !== null && leaves_at <= now;
		const all = waiting.some((notice) => !notice.urgent && isDue(notice));
		const leaving = all ? waiting : waiting.filter(isDue);
		if (leaving.length === 0) return;
		const ids = leaving.map(({ id }) => id);
		await tx.updateTable('notice').set({ left_at: now }).where('id', 'in', ids).execute();
		const unread = leaving.filter(({ read_at }) => read_at === null).map(({ id }) => id);
		if (unread.length === 0) return;
		// Held back over the quiet hours: the morning's digest.
		const digest = leaving.some(({ at, urgent, leaves_at }) => {
			return Number(leaves_at) - Number(at) > (urgent ? 0 : GATHER_FOR);
		});
		await sql`
			insert into outgoing (campaign_id, channel, account_id, subscription_id, notices, digest)
			select ${campaign_id}::integer, 'push', s.account_id, s.id, ${unread}::bigint[], ${digest}::boolean
			from push_subscription s where s.account_id = ${account_id}
			union all
			select ${campaign_id}::integer, 'mail', a.id, null, ${unread}::bigint[], ${digest}::boolean
			from account a where a.id = ${account_id} and a.email is not null
		`.execute(tx);
	});
}
