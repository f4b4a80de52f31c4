import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type * as v from 'valibot';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import type {
	Inbox,
	InboxPage,
	PushSubscriptionInput,
	ReadNotices
} from '#lib/protocol/notices.ts';
import type { Database } from '../db/schema.ts';
import { PUSH_SUBSCRIPTIONS } from '../limits/business-limits.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { Problem, type Locale } from '../problem.ts';
import { pushKey } from './push-key.ts';
import { isPushService } from './push-service.ts';
import { mutedKinds, unreadCount, viewThreads } from './read-notices.ts';

/** What somebody has been told in a campaign, and what they want to be told outside the page. */
export async function readInbox(
	db: Kysely<Database>,
	log: CampaignLog,
	accountId: number,
	page: InboxPage = { before: null, unread: false }
): Promise<Inbox> {
	const { threads, older } = await viewThreads(db, log, accountId, page);
	return {
		unread: await unreadCount(db, log.id, accountId),
		...{ notices: threads, older },
		muted: await mutedKinds(db, log.id, accountId),
		push_key: (await pushKey(db)).public_key
	};
}

/** Marks somebody's own notices as read. @returns how many are still unread */
export async function markRead(
	db: Kysely<Database>,
	log: CampaignLog,
	accountId: number,
	which: v.InferOutput<typeof ReadNotices>
): Promise<number> {
	await db
		.updateTable('notice')
		.set({ read_at: log.now() })
		.where('campaign_id', '=', log.id)
		.where('account_id', '=', accountId)
		.where('read_at', 'is', null)
		.where((eb) => {
			if ('ids' in which) return eb('id', '=', eb.fn.any(eb.val(which.ids)));
			if ('threads' in which) return eb('thread', '=', eb.fn.any(eb.val(which.threads)));
			return eb('id', '<=', which.until);
		})
		.execute();
	return unreadCount(db, log.id, accountId);
}

/** Sets what is not sent to phone and mail; also for what waits to be sent. It stays in the inbox. */
export async function setMuted(
	db: Kysely<Database>,
	campaign_id: number,
	account_id: number,
	muted: readonly NoticeKind[]
): Promise<void> {
	await db.transaction().execute(async (tx) => {
		await tx
			.deleteFrom('notice_mute')
			.where('campaign_id', '=', campaign_id)
			.where('account_id', '=', account_id)
			.execute();
		const kinds = [...new Set(muted)];
		if (kinds.length === 0) return;
		await tx
			.insertInto('notice_mute')
			.values(kinds.map((kind) => ({ campaign_id, account_id, kind })))
			.onConflict((known) => known.doNothing())
			.execute();
		await tx
			.updateTable('notice')
			.set({ leaves_at: null })
			.where('campaign_id', '=', campaign_id)
			.where('account_id', '=', account_id)
			.where('left_at', 'is', null)
			.where('kind', 'in', kinds)
			.execute();
	});
}

/**
 * Remembers a browser that wants messages, in place of the oldest when there are many; whoever subscribed last on it gets them.
 * @throws `invalid` on `endpoint` when it belongs to no push service: we call nobody else
 */
export async function subscribe(
	db: Kysely<Database>,
	person: { account_id: number; session_id: string },
	{ endpoint, keys }: v.InferOutput<typeof PushSubscriptionInput>,
	{ hosts, locale }: { hosts: readonly string[]; locale: Locale }
): Promise<void> {
	if (!isPushService(endpoint, hosts)) {
		throw new Problem('invalid', 'input_expected', {}, 'endpoint');
	}
	const { account_id, session_id } = person;
	const row = { account_id, session_id, endpoint, ...keys, locale };
	await db
		.insertInto('push_subscription')
		.values({ id: randomUUID(), ...row })
		.onConflict((known) => known.column('endpoint').doUpdateSet({ ...row, at: sql`now()` }))
		.execute();
	const oldest = db
		.selectFrom('push_subscription')
		.select('id')
		.where('account_id', '=', account_id)
		.orderBy('at', 'desc')
		.offset(PUSH_SUBSCRIPTIONS);
	await db.deleteFrom('push_subscription').where('id', 'in', oldest).execute();
}

/** Forgets one of somebody's own browsers. */
export async function unsubscribe(
	db: Kysely<Database>,
	accountId: number,
	endpoint: string
): Promise<void> {
	await db
		.deleteFrom('push_subscription')
		.where('account_id', '=', accountId)
		.where('endpoint', '=', endpoint)
		.execute();
}
