import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { localDate } from '#lib/campaign/calendar.ts';
import { loadBoard } from '../campaigns/load-board.ts';
import type { Database } from '../db/schema.ts';
import { CampaignLog, HORIZON, LogBroken } from './campaign-log.ts';
import { listenToLog } from './listen.ts';
import { openDay } from './open-day.ts';
import { readFacts } from './read.ts';

/** The truth if a notification is lost. */
const POLL_EVERY = 1_000;

/** Every campaign of the database, each tailed from its log. */
export class Campaigns {
	readonly #db: Kysely<Database>;
	readonly #log: Logger;
	readonly #bySlug = new Map<string, CampaignLog>();
	readonly #arrivals = new Set<(campaign: CampaignLog) => void>();
	#timer: NodeJS.Timeout | undefined;
	#polling: Promise<void> | undefined;
	#stopped = false;
	#stopListening: (() => Promise<void>) | undefined;
	/** The day each campaign was last seen opened on, by id: spares asking the database every second. */
	readonly #opened = new Map<number, string>();
	/** When the database last answered the poll; null until it first did. */
	heardAt: Date | null = null;

	constructor(db: Kysely<Database>, log: Logger) {
		this.#db = db;
		this.#log = log;
	}

	/** Loads all campaigns and begins to follow them. */
	async start(databaseUrl: string): Promise<void> {
		await this.#poll();
		this.#stopListening = listenToLog(databaseUrl, this.#log, (id) => this.wake(id));
		this.#pollAgain();
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		clearTimeout(this.#timer);
		await this.#stopListening?.();
		await this.#polling;
	}

	get(slug: string): CampaignLog | undefined {
		return this.#bySlug.get(slug);
	}

	all(): CampaignLog[] {
		return [...this.#bySlug.values()];
	}

	/** Calls back with every campaign already known and every one that is added. */
	onArrival(callback: (campaign: CampaignLog) => void): void {
		this.#arrivals.add(callback);
		for (const campaign of this.#bySlug.values()) callback(campaign);
	}

	/** A hint that a campaign's log grew. */
	wake(id: number): void {
		const campaign = this.all().find((known) => known.id === id);
		campaign?.advance().catch((error: unknown) => {
			this.#log.warn({ err: error, campaign: campaign.slug }, 'the log could not be read');
		});
	}

	#pollAgain(): void {
		if (this.#stopped) return;
		this.#timer = setTimeout(() => {
			this.#polling = this.#poll()
				.catch((error: unknown) => this.#log.warn({ err: error }, 'the log could not be read'))
				.finally(() => this.#pollAgain());
		}, POLL_EVERY);
	}

	async #poll(): Promise<void> {
		const before = new Map(this.all().map(({ slug, board }) => [slug, board.seq]));
		const heads = await this.#db
			.selectFrom('campaign')
			.select(['id', 'slug', 'head_seq'])
			.execute();
		this.heardAt = new Date();
		for (const { id, slug, head_seq } of heads) {
			const known = this.#bySlug.get(slug);
			// A log that went back is another log: a backup was restored.
			const wentBack = head_seq < (before.get(slug) ?? 0);
			if (!known || known.id !== id || wentBack) await this.#load(id, slug);
			else if (head_seq > known.board.seq) await this.#follow(known);
		}
		for (const slug of this.#bySlug.keys()) {
			if (!heads.some((head) => head.slug === slug)) this.#bySlug.delete(slug);
		}
		for (const campaign of this.all()) await this.#openDay(campaign);
	}

	async #follow(campaign: CampaignLog): Promise<void> {
		try {
			await campaign.advance();
		} catch (error) {
			if (!(error instanceof LogBroken)) throw error;
			this.#log.error({ err: error }, 'the log has a gap; the campaign is loaded anew');
			await this.#load(campaign.id, campaign.slug);
		}
	}

	async #openDay(campaign: CampaignLog): Promise<void> {
		const today = localDate(campaign.now(), campaign.board.campaign.time_zone);
		if (this.#opened.get(campaign.id) === today) return;
		await openDay(this.#db, campaign, today);
		this.#opened.set(campaign.id, today);
	}

	async #load(id: number, slug: string): Promise<void> {
		const board = await loadBoard(this.#db, id);
		const recent = await readFacts(this.#db, id, Math.max(board.seq - HORIZON, 0), HORIZON);
		// Facts committed since the board was read belong to the tail.
		const upTo = recent.filter(({ seq }) => seq <= board.seq);
		const campaign = new CampaignLog(this.#db, id, board, upTo);
		this.#bySlug.set(slug, campaign);
		for (const callback of this.#arrivals) callback(campaign);
		await campaign.advance();
	}
}
