import { sql, type Kysely, type Selectable } from 'kysely';
import type { Logger } from 'pino';
import { stillMatters } from '#lib/campaign/notices/still-matters.ts';
import type { OutgoingTable } from '../db/notices-schema.ts';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import type { Answer, Transports } from './transports.ts';
import { mailOf, pushOf } from './messages.ts';
import { unreadCount, viewNotices } from './read-notices.ts';

const AT_ONCE = 20;
/** After this long an attempt counts as lost with its process, in seconds. */
const LOST_AFTER = 60;
/** The waits between them add up to about two hours; then a message is given up. */
const ATTEMPTS = 9;

/** Each goes its own way: a mail server that keeps us waiting holds up no phone. */
export const CHANNELS = ['push', 'mail', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

type Outgoing = Selectable<OutgoingTable>;

/** `moot`: there is nothing to send any more, or nobody to send it to. */
type End = Answer | { outcome: 'moot' };
const MOOT: End = { outcome: 'moot' };

export interface DeliveryServices {
	db: Kysely<Database>;
	log: Pick<Logger, 'warn'>;
	campaigns: Pick<Campaigns, 'all'>;
	transports: Transports;
}

/**
 * Sends what is on its way. A row is held by whoever counts up its attempts; it is deleted when it arrived,
 * was refused or no longer matters, else tried again after 30 s, 1 min, 2 min … The log says what was
 * given up, and that something has to wait.
 * @returns how many were tried
 */
export async function deliverOutgoing(
	{ db, log, campaigns, transports }: DeliveryServices,
	channel: Channel
): Promise<number> {
	const known = new Map(campaigns.all().map((campaign) => [campaign.id, campaign]));
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
				.where('channel', '=', channel)
				.where('campaign_id', '=', eb.fn.any(eb.val([...known.keys()])))
				.where('next_at', '<=', sql<Date>`now()`)
				.orderBy('next_at')
				.limit(AT_ONCE)
				.forUpdate()
				.skipLocked()
		)
		.returningAll()
		.execute();
	const tried = await Promise.all(
		rows.map(async (row) => {
			const campaign = known.get(row.campaign_id);
			const end = campaign ? await send(db, campaign, transports, row) : MOOT;
			return { row, end, fate: await conclude(db, row, end) };
		})
	);
	for (const { row, end, fate } of tried) {
		if (fate !== 'given up') continue;
		const { id: message, account_id: account, attempts } = row;
		log.warn({ channel, message, account, attempts, ...end }, 'a message is given up');
	}
	const late = tried.filter(({ fate }) => fate === 'waits');
	if (late.length > 0) {
		log.warn({ channel, count: late.length, ...late[0]?.end }, 'messages are tried again later');
	}
	return rows.length;
}

async function conclude(
	db: Kysely<Database>,
	row: Outgoing,
	{ outcome }: End
): Promise<'over' | 'waits' | 'given up'> {
	if (outcome === 'gone' && row.subscription_id) {
		// Takes what else was on its way there with it.
		await db.deleteFrom('push_subscription').where('id', '=', row.subscription_id).execute();
		return 'over';
	}
	if (outcome === 'later' && row.attempts < ATTEMPTS) {
		const wait = 30 * 2 ** (row.attempts - 1);
		await db
			.updateTable('outgoing')
			.set({ next_at: sql`now() + make_interval(secs => ${wait})` })
			.where('id', '=', row.id)
			.execute();
		return 'waits';
	}
	await db.deleteFrom('outgoing').where('id', '=', row.id).execute();
	return outcome === 'arrived' || outcome === 'moot' ? 'over' : 'given up';
}

async function send(
	db: Kysely<Database>,
	log: CampaignLog,
	transports: Transports,
	row: Outgoing
): Promise<End> {
	if (row.channel === 'webhook') {
		const campaign = await db
			.selectFrom('campaign')
			.select(['webhook_url', 'webhook_secret'])
			.where('id', '=', log.id)
			.executeTakeFirst();
		if (!campaign?.webhook_url || !campaign.webhook_secret) return MOOT;
		const { webhook_url: url, webhook_secret: secret } = campaign;
		return transports.webhook({ url, secret, id: row.id, body: JSON.stringify(row.payload) });
	}
	if (row.account_id === null) return MOOT;
	// What was read, or done, while the message waited is nobody's news any more.
	const notices = (await viewNotices(db, log, row.account_id, row.notices.map(Number))).filter(
		(notice) => notice.read_at === null && stillMatters(notice, log.board)
	);
	if (notices.length === 0) return MOOT;
	const about = { log, notices, digest: row.digest };
	if (row.channel === 'mail') {
		const account = await db
			.selectFrom('account')
			.select(['email', 'locale'])
			.where('id', '=', row.account_id)
			.where('disabled_at', 'is', null)
			.executeTakeFirst();
		if (!transports.mail || !account?.email) return MOOT;
		const { email: to, locale } = account;
		return transports.mail({ id: row.id, to, ...mailOf(about, transports.origin, locale) });
	}
	const target = await db
		.selectFrom('push_subscription')
		.select(['endpoint', 'p256dh', 'auth', 'locale'])
		.where('id', '=', row.subscription_id)
		.executeTakeFirst();
	if (!target) return MOOT;
	const unread = await unreadCount(db, log.id, row.account_id);
	return transports.push(target, pushOf({ ...about, unread }, target.locale));
}
