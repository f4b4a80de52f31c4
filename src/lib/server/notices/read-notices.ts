import type { Kysely } from 'kysely';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import type { NoticeView } from '#lib/protocol/notices.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';

const NEWEST = 100;

/** Somebody's newest notices in a campaign, newest first; or those of these ids. */
export async function viewNotices(
	db: Kysely<Database>,
	log: Pick<CampaignLog, 'id' | 'board'>,
	accountId: number,
	ids?: readonly number[]
): Promise<NoticeView[]> {
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
		.select(['n.id', 'n.at', 'n.kind', 'n.why', 'n.refs', 'n.read_at'])
		.select(['a.username', 'a.name_vi', 'a.name_en', 'r.title', 'r.unit_code'])
		.select(['g.role', 'g.unit_code as bound'])
		.where('n.campaign_id', '=', log.id)
		.where('n.account_id', '=', accountId)
		.$if(ids !== undefined, (query) => query.where('n.id', 'in', [...(ids ?? [])]))
		.orderBy('n.id', 'desc')
		.limit(NEWEST)
		.execute();
	return rows.map(({ id, at, kind, why, refs, read_at, title, ...row }) => {
		const { username, name_vi, name_en } = row;
		const parent = log.board.units.get(row.unit_code ?? '')?.parent;
		// Bound to another place since it was made, somebody reads no titles of the old one.
		const open = !row.bound || row.bound === row.unit_code || row.bound === parent;
		return {
			...{ id, at: at.toISOString(), kind, why, refs },
			by: username && name_vi && name_en ? { username, name_vi, name_en } : null,
			title: open ? title : null,
			read_at: read_at?.toISOString() ?? null
		};
	});
}

/** How many somebody has not read in a campaign. */
export async function unreadCount(
	db: Kysely<Database>,
	campaignId: number,
	accountId: number
): Promise<number> {
	const { unread } = await db
		.selectFrom('notice')
		.select((eb) => eb.fn.countAll<number>().as('unread'))
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
