import { sql, type Kysely, type Selectable } from 'kysely';
import { stillMatters } from '#lib/campaign/notices/still-matters.ts';
import type { OutgoingTable } from '../db/notices-schema.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import type { Couriers, Outcome } from './couriers.ts';
import { mailOf, pushOf } from './messages.ts';
import { unreadCount, viewNotices } from './read-notices.ts';

export type { Couriers } from './couriers.ts';

const AT_ONCE = 20;
/** After this long an attempt counts as lost with its process, in seconds. */
const LOST_AFTER = 60;
/** The last wait is about two hours; after it a message is given up. */
const ATTEMPTS = 9;

type Outgoing = Selectable<OutgoingTable>;

/**
 * Sends what is on its way. A row is held by whoever counts up its attempts; it is deleted when it arrived,
 * was refused or no longer matters, else tried again after 30 s, 1 min, 2 min …
 * @returns how many were tried
 */
export async function deliverOutgoing(
	db: Kysely<Database>,
	campaigns: Pick<Campaigns, 'all'>,
	couriers: Couriers
): Promise<number> {
	const rows = await db
		.updateTable('outgoing')
		.set({
			attempts: sql`attempts + 1`,
			next_at: sql`now() + make_interval(secs => ${LOST_AFTER})`
		})
		.where('id', 'in', (eb) =>
			eb
				.selectFrom('outgoing')
				.select('id')
				.where('next_at', '<=', sql<Date>`now()`)
				.orderBy('next_at')
				.limit(AT_ONCE)
				.forUpdate()
				.skipLocked()
		)
		.returningAll()
		.execute();
	await Promise.all(
		rows.map(async (row) => {
			const log = campaigns.all().find(({ id }) => id === row.campaign_id);
			const outcome = log ? await send(db, log, couriers, row) : 'refused';
			await conclude(db, row, outcome);
		})
	);
	return rows.length;
}

async function conclude(db: Kysely<Database>, row: Outgoing, outcome: Outcome): Promise<void> {
	if (outcome === 'gone' && row.subscription_id) {
		// Takes what else was on its way there with it.
		await db.deleteFrom('push_subscription').where('id', '=', row.subscription_id).execute();
		return;
	}
	if (outcome === 'later' && row.attempts < ATTEMPTS) {
		const wait = 30 * 2 ** (row.attempts - 1);
		await db
			.updateTable('outgoing')
			.set({ next_at: sql`now() + make_interval(secs => ${wait})` })
			.where('id', '=', row.id)
			.execute();
		return;
	}
	await db.deleteFrom('outgoing').where('id', '=', row.id).execute();
}

async function send(
	db: Kysely<Database>,
	log: CampaignLog,
	couriers: Couriers,
	row: Outgoing
): Promise<Outcome> {
	if (row.channel === 'webhook') {
		const campaign = await db
			.selectFrom('campaign')
			.select(['webhook_url', 'webhook_secret'])
			.where('id', '=', log.id)
			.executeTakeFirst();
		if (!campaign?.webhook_url || !campaign.webhook_secret) return 'refused';
		const { webhook_url: url, webhook_secret: secret } = campaign;
		return couriers.webhook({ url, secret, id: row.id, body: JSON.stringify(row.payload) });
	}
	if (row.account_id === null) return 'refused';
	// What was read, or done, while the message waited is nobody's news any more.
	const notices = (await viewNotices(db, log, row.account_id, row.notices.map(Number))).filter(
		(notice) => notice.read_at === null && stillMatters(notice, log.board)
	);
	if (notices.length === 0) return 'refused';
	const about = { log, notices, digest: row.digest };
	if (row.channel === 'mail') {
		const account = await db
			.selectFrom('account')
			.select('email')
			.where('id', '=', row.account_id)
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		if (!couriers.mail || !account?.email) return 'refused';
		return couriers.mail({ to: account.email, ...mailOf(about, couriers.origin) });
	}
	const target = await db
		.selectFrom('push_subscription')
		.select(['endpoint', 'p256dh', 'auth', 'locale'])
		.where('id', '=', row.subscription_id)
		.executeTakeFirst();
	if (!target) return 'refused';
	const unread = await unreadCount(db, log.id, row.account_id);
	return couriers.push(target, pushOf({ ...about, unread }, target.locale));
}
