import { sql, type Kysely } from 'kysely';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import type { InboxPage, NoticeView, ThreadView } from '#lib/protocol/notices.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import { isWithin } from '#lib/campaign/places/tree.ts';

/** Threads on one page of an inbox. */
const PAGE = 40;
/** Of one thread at most so many are shown; everything that happened stands in its history. */
const FOLDED = 50;

type Log = Pick<CampaignLog, 'id' | 'board'>;

/** Somebody's notices by thread, the one with the newest first; and whether there are older ones. */
export async function viewThreads(
	db: Kysely<Database>,
	log: Log,
	accountId: number,
	{ before, unread }: InboxPage
): Promise<{ threads: ThreadView[]; older: boolean }> {
	const newest = await db
		.selectFrom('notice')
		.select((eb) => ['thread', eb.fn.max('id').as('id')])
		.where('campaign_id', '=', log.id)
		.where('account_id', '=', accountId)
		.groupBy('thread')
		.$if(unread, (query) => query.having(sql`count(*) filter (where read_at is null)`, '>', 0))
		.$if(before !== null, (query) => query.having((eb) => eb.fn.max('id'), '<', before))
		.orderBy((eb) => eb.fn.max('id'), 'desc')
		.limit(PAGE + 1)
		.execute();
	const names = newest.slice(0, PAGE).map(({ thread }) => thread);
	const ids = names.length === 0 ? [] : await idsOf(db, log.id, accountId, names);
	const notices = await viewNotices(db, log, accountId, ids);
	const byThread = Map.groupBy(notices, ({ thread }) => thread);
	const threads = names.flatMap((name): ThreadView[] => {
		const [latest, ...earlier] = byThread.get(name) ?? [];
		if (!latest) return [];
		const isUnread = [latest, ...earlier].some(({ read_at }) => read_at === null);
		return [{ ...latest, unread: isUnread, earlier }];
	});
	return { threads, older: newest.length > PAGE };
}

/** The notices of these threads, of each the newest. */
async function idsOf(
	db: Kysely<Database>,
	campaignId: number,
	accountId: number,
	threads: readonly string[]
): Promise<number[]> {
	const { rows } = await sql<{ id: number }>`
		select id from (
			select id, row_number() over (partition by thread order by id desc) as place
			from notice where campaign_id = ${campaignId} and account_id = ${accountId}
				and thread = any(${threads})
		) n where place <= ${FOLDED}
	`.execute(db);
	return rows.map(({ id }) => Number(id));
}

/** Somebody's notices of these ids, newest first. */
export async function viewNotices(
	db: Kysely<Database>,
	log: Log,
	accountId: number,
	ids: readonly number[]
): Promise<NoticeView[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.selectFrom('notice as n')
		.leftJoin('account as a', 'a.username', 'n.actor')
		.leftJoin('support_request as r', (join) =>
			join
				.onRef('r.campaign_id', '=', 'n.campaign_id')
				.on((eb) =>
					eb(
						'r.number',
						'=',
						eb.cast<number>(eb.ref('n.refs', '->').key('requests').at(0), 'integer')
					)
				)
		)
		.leftJoin('role_grant as g', (join) =>
			join.onRef('g.campaign_id', '=', 'n.campaign_id').onRef('g.account_id', '=', 'n.account_id')
		)
		.select(['n.id', 'n.at', 'n.kind', 'n.why', 'n.refs', 'n.read_at', 'n.thread', 'n.reason'])
		.select(['a.username', 'a.name_vi', 'a.name_en', 'r.title', 'r.unit_code'])
		.select(['g.role', 'g.unit_code as bound'])
		.where('n.campaign_id', '=', log.id)
		.where('n.account_id', '=', accountId)
		.where('n.id', 'in', [...ids])
		.orderBy('n.id', 'desc')
		.execute();
	return rows.map(({ id, at, kind, why, refs, read_at, title, thread, reason, ...row }) => {
		const { username, name_vi, name_en, bound } = row;
		// Bound to another place since it was made, somebody reads no texts of the old one.
		const unit = row.unit_code ?? refs.unit ?? '';
		const open = !bound || isWithin(log.board.units, unit, bound);
		return {
			...{ id, at: at.toISOString(), thread, kind, why, refs },
			by: open && username && name_vi && name_en ? { username, name_vi, name_en } : null,
			...(open ? { title, reason } : { title: null, reason: null }),
			read_at: read_at?.toISOString() ?? null
		};
	});
}

/** How many threads somebody has not read in a campaign: as many as the inbox shows as unread. */
export async function unreadCount(
	db: Kysely<Database>,
	campaignId: number,
	accountId: number
): Promise<number> {
	const { unread } = await db
		.selectFrom('notice')
		.select((eb) => eb.fn.count<number>('thread').distinct().as('unread'))
		.where('campaign_id', '=', campaignId)
		.where('account_id', '=', accountId)
		.where('read_at', 'is', null)
		.executeTakeFirstOrThrow();
	return unread;
}

/** What somebody does not want to be sent to phone and mail. */
export async function mutedKinds(
	db: Kysely<Database>,
	campaignId: number,
	accountId: number
): Promise<NoticeKind[]> {
	const rows = await db
		.selectFrom('notice_mute')
		.select('kind')
		.where('campaign_id', '=', campaignId)
		.where('account_id', '=', accountId)
		.orderBy('kind')
		.execute();
	return rows.map(({ kind }) => kind);
}
