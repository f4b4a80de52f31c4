import type { Kysely } from 'kysely';
import { endedThreads } from '#lib/campaign/notices/ended-threads.ts';
import { threadOf } from '#lib/campaign/notices/thread.ts';
import { leavesAt } from '#lib/campaign/notices/when-it-leaves.ts';
import { notify } from '#lib/campaign/notices/notify.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { readActions, readAround, readMembers, type Action } from './read-actions.ts';

const BATCH = 500;

/**
 * Makes notices of what the log says after the campaign's cursor, and moves the cursor, in one transaction:
 * whoever holds the cursor's row does it, the others pass by; what a killed process began never was.
 * @returns how far the campaign is told of, or null when another process is at it
 */
export function makeNotices(
	db: Kysely<Database>,
	log: CampaignLog
): Promise<{ seq: number } | null> {
	return db.transaction().execute(async (tx) => {
		const cursor = await tx
			.selectFrom('notice_cursor')
			.select('seq')
			.where('campaign_id', '=', log.id)
			.forUpdate()
			.skipLocked()
			.executeTakeFirst();
		if (!cursor) return null;
		// As far as this process has read: the board around a fact is then not older than the fact.
		const until = log.board.seq;
		if (cursor.seq >= until) return cursor;
		const span = { since: cursor.seq, until, limit: BATCH };
		const { actions, seq } = await readActions(tx, log.id, span);
		if (actions.length > 0) {
			await tell(tx, log, actions);
			await tellWebhook(tx, log, actions);
		}
		await tx.updateTable('notice_cursor').set({ seq }).where('campaign_id', '=', log.id).execute();
		return { seq };
	});
}

/** Sees to it that a campaign has a cursor; a new one starts at its first fact. */
export async function ensureCursor(db: Kysely<Database>, campaignId: number): Promise<void> {
	await db
		.insertInto('notice_cursor')
		.values({ campaign_id: campaignId, seq: 0 })
		.onConflict((known) => known.column('campaign_id').doNothing())
		.execute();
}

async function tell(
	tx: Kysely<Database>,
	log: CampaignLog,
	actions: readonly Action[]
): Promise<void> {
	const { board } = log;
	const context = {
		board,
		members: await readMembers(tx, log.id),
		...(await readAround(tx, log.id, actions))
	};
	const muted = await readMuted(tx, log.id);
	const rows = actions.flatMap((action) => {
		const [{ at, actor }] = action;
		const seq = action.at(-1)?.seq ?? 0;
		return notify(action, context).map(({ account, kind, why, refs, reason, urgent }) => ({
			...{
				campaign_id: log.id,
				account_id: account,
				seq,
				at: new Date(at),
				actor,
				kind,
				why,
				urgent
			},
			...{ thread: threadOf(refs, seq), reason },
			refs: JSON.stringify(refs),
			leaves_at: muted.has(`${account} ${kind}`)
				? null
				: leavesAt(board.campaign, new Date(at), urgent)
		}));
	});
	for (let i = 0; i < rows.length; i += 1000) {
		await tx
			.insertInto('notice')
			.values(rows.slice(i, i + 1000))
			.execute();
	}
	await clear(tx, log.id, actions);
}

/** What was told of something before it was over: nobody has to read it any more, on no screen or phone. */
async function clear(
	tx: Kysely<Database>,
	campaignId: number,
	actions: readonly Action[]
): Promise<void> {
	for (const action of actions) {
		const threads = action.flatMap(endedThreads);
		if (threads.length === 0) continue;
		const last = action.at(-1) ?? action[0];
		await tx
			.updateTable('notice')
			.set({ read_at: new Date(last.at), cleared_by: last.seq })
			.where('campaign_id', '=', campaignId)
			.where('thread', 'in', threads)
			.where('seq', '<', action[0].seq)
			.where('read_at', 'is', null)
			.execute();
	}
}

async function readMuted(tx: Kysely<Database>, campaignId: number): Promise<Set<string>> {
	const rows = await tx
		.selectFrom('notice_mute')
		.select(['account_id', 'kind'])
		.where('campaign_id', '=', campaignId)
		.execute();
	return new Set(rows.map(({ account_id, kind }) => `${account_id} ${kind}`));
}

/** One call per action, where the campaign has somebody to call. */
async function tellWebhook(
	tx: Kysely<Database>,
	log: CampaignLog,
	actions: readonly Action[]
): Promise<void> {
	const campaign = await tx
		.selectFrom('campaign')
		.select(['webhook_url', 'webhook_secret'])
		.where('id', '=', log.id)
		.executeTakeFirst();
	if (!campaign?.webhook_url || !campaign.webhook_secret) return;
	// That a commune saw what it was sent calls nobody.
	const calls = actions.filter(([{ kind }]) => kind !== 'report.seen');
	if (calls.length === 0) return;
	await tx
		.insertInto('outgoing')
		.values(
			calls.map((facts) => ({
				campaign_id: log.id,
				channel: 'webhook',
				account_id: null,
				subscription_id: null,
				payload: JSON.stringify({ campaign: log.slug, facts })
			}))
		)
		.execute();
}
