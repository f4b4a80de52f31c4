import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import { unreadCount } from '../notices/read-notices.ts';
import { accountRoom, type LiveServer, type LiveSocket } from './rooms.ts';

/**
 * Tells open screens how many notices their person has not read. Notices may have been made by any process:
 * the cursor of each campaign, which moves with them, says that there are new ones.
 */
export class NoticeBell {
	readonly #io: LiveServer;
	readonly #campaigns: Campaigns;
	readonly #db: Kysely<Database>;
	/** Up to which fact this process has told, by campaign. */
	readonly #told = new Map<number, number>();
	#looking: Promise<void> | null = null;

	/** @param db a connection that does not wait behind commands */
	constructor(io: LiveServer, campaigns: Campaigns, db: Kysely<Database>) {
		this.#io = io;
		this.#campaigns = campaigns;
		this.#db = db;
	}

	/** Joins a screen to the room of its person, and says what waits. */
	join(socket: LiveSocket, campaign: CampaignLog): void {
		const { account_id } = socket.data.person;
		void socket.join(accountRoom(campaign.slug, account_id));
		unreadCount(this.#db, campaign.id, account_id).then(
			(unread) => socket.emit('notices', { campaign: campaign.slug, unread }),
			() => undefined // the next notice says it
		);
	}

	/** To every screen of this person that this process serves. */
	tell(campaign: string, accountId: number, unread: number): void {
		this.#io.to(accountRoom(campaign, accountId)).emit('notices', { campaign, unread });
	}

	/** Tells what is new since the last look. */
	look(): Promise<void> {
		return (this.#looking ??= this.#look().finally(() => (this.#looking = null)));
	}

	async #look(): Promise<void> {
		const cursors = await this.#db.selectFrom('notice_cursor').selectAll().execute();
		for (const { campaign_id, seq } of cursors) {
			const before = this.#told.get(campaign_id);
			if (before === seq) continue;
			this.#told.set(campaign_id, seq);
			const campaign = this.#campaigns.all().find(({ id }) => id === campaign_id);
			if (before === undefined || before > seq || !campaign) continue;
			await this.#tellNew(campaign, before, seq).catch((error: unknown) => {
				this.#told.set(campaign_id, before);
				throw error;
			});
		}
	}

	async #tellNew({ id, slug }: CampaignLog, after: number, until: number): Promise<void> {
		const { rooms } = this.#io.of('/').adapter;
		const told = await this.#db
			.selectFrom('notice')
			.select('account_id')
			.distinct()
			.where('campaign_id', '=', id)
			.where('seq', '>', after)
			.where('seq', '<=', until)
			.union((eb) =>
				eb
					.selectFrom('notice')
					.select('account_id')
					.where('campaign_id', '=', id)
					.where('cleared_by', '>', after)
					.where('cleared_by', '<=', until)
			)
			.execute();
		for (const { account_id } of told) {
			if (!rooms.has(accountRoom(slug, account_id))) continue;
			this.tell(slug, account_id, await unreadCount(this.#db, id, account_id));
		}
	}
}
