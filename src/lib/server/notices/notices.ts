import { isTold } from '#lib/campaign/notices/notify.ts';
import type { Logger } from 'pino';
import type { Due } from '../clockwork/clockwork.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { Campaigns } from '../log/campaigns.ts';
import { isDatabaseAway } from '../problem.ts';
import { CHANNELS, deliverOutgoing, type Channel, type DeliveryServices } from './deliver.ts';
import { gatherOutgoing } from './gather-outgoing.ts';
import { ensureCursor, makeNotices } from './make-notices.ts';

const LOOK_EVERY = 1_000;
/** Facts that nobody is told of are passed over together. */
const PASS_OVER = 2_000;

interface NoticeServices extends DeliveryServices {
	log: Logger;
	campaigns: Campaigns;
	/** Notices were made: screens may want to know. */
	made: () => void;
}

/**
 * Turns the log into notices, off the path of commands, and sends them on. Every process looks every second
 * and at each new fact; rows are locked by whoever comes first, so that nothing is told twice and nothing is
 * lost with a process. There is no queue beside the tables: it would know neither the campaign's clock nor
 * the transaction.
 */
export class Notices {
	readonly #services: NoticeServices;
	/** How far this process knows each campaign to be told of, by id. */
	readonly #told = new Map<number, number>();
	/** Campaigns in which somebody is to be told of something. */
	readonly #due = new Set<number>();
	#looking: Promise<void> | null = null;
	#again = false;
	/** By channel: one that is slow holds up no other. */
	readonly #sending = new Map<Channel, Promise<void>>();
	#stopped = false;

	constructor(services: NoticeServices) {
		this.#services = services;
	}

	readonly due: Due = {
		what: 'notices',
		every: () => LOOK_EVERY,
		start: () => this.#follow(),
		run: () => {
			this.#wake();
			return this.#gather();
		},
		stop: () => this.#finish()
	};

	/** Begins to follow the campaigns. */
	#follow(): void {
		this.#services.campaigns.onArrival((campaign) => {
			this.#told.delete(campaign.id);
			this.#due.add(campaign.id);
			campaign.listen((facts) => {
				const behind = campaign.board.seq - (this.#told.get(campaign.id) ?? 0);
				if (behind < PASS_OVER && !facts.some(isTold)) return;
				this.#due.add(campaign.id);
				this.#wake();
			});
		});
	}

	/** Waits for what is under way. */
	async #finish(): Promise<void> {
		this.#stopped = true;
		await this.#looking;
		await Promise.all(this.#sending.values());
	}

	#wake(): void {
		if (this.#stopped) return;
		if (this.#looking) return void (this.#again = true);
		this.#looking = this.#look().finally(() => {
			this.#looking = null;
			if (!this.#again) return;
			this.#again = false;
			this.#wake();
		});
	}

	async #look(): Promise<void> {
		await new Promise(setImmediate); // after those who asked for an answer
		for (const campaign of this.#services.campaigns.all()) {
			if (this.#due.has(campaign.id)) await this.#guard(() => this.#tell(campaign));
		}
	}

	async #tell(campaign: CampaignLog): Promise<void> {
		const { db, made } = this.#services;
		if (!this.#told.has(campaign.id)) await ensureCursor(db, campaign.id);
		while (!this.#stopped) {
			const until = campaign.board.seq;
			const done = await makeNotices(db, campaign);
			if (!done) return; // another process is at it: looked at again, until it is seen to be done
			this.#told.set(campaign.id, done.seq);
			made();
			if (done.seq < until) continue;
			this.#due.delete(campaign.id);
			if (campaign.board.seq === until) return;
			this.#due.add(campaign.id);
		}
	}

	async #gather(): Promise<void> {
		const { db, campaigns } = this.#services;
		for (const campaign of campaigns.living()) {
			await this.#guard(() => gatherOutgoing(db, campaign.id, campaign.now()));
		}
		if (this.#stopped) return;
		for (const channel of CHANNELS) {
			if (this.#sending.has(channel)) continue;
			const sent = this.#guard(() => deliverOutgoing(this.#services, channel));
			this.#sending.set(
				channel,
				sent.finally(() => this.#sending.delete(channel))
			);
		}
	}

	async #guard(work: () => Promise<unknown>): Promise<void> {
		try {
			await work();
		} catch (error) {
			const level = isDatabaseAway(error) ? 'debug' : 'error';
			this.#services.log[level]({ err: error }, 'notices are late');
		}
	}
}
