import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { isLiving } from '#lib/campaign/calendar/calendar.ts';
import { connect } from '../db/connect.ts';
import type { Database } from '../db/schema.ts';
import { onceAWhile } from '../once-a-while.ts';
import { announce, type Stretch } from './append.ts';
import { CampaignLog, HORIZON, LogBroken, type Loaded, type ReadAnew } from './campaign-log.ts';
import { listenToLog } from './listen.ts';
import { headMark, readFacts } from './read.ts';

/** The truth if a notification is lost. */
const POLL_EVERY = 1_000;
/** After this long without an answer the database counts as away, in milliseconds. */
const AWAY_AFTER = 3_000;
/** A nation's board takes longer to read than any statement of the serving pool may, in milliseconds. */
const LOAD_WITHIN = 300_000;

type Load = (db: Kysely<Database>, campaignId: number) => Promise<CampaignBoard>;

/** Every campaign of the database, each tailed from its log. */
export class Campaigns {
	readonly #db: Kysely<Database>;
	readonly #loadBoard: Load;
	readonly #log: Logger;
	readonly #bySlug = new Map<string, CampaignLog>();
	readonly #arrivals = new Set<(campaign: CampaignLog) => void>();
	#timer: NodeJS.Timeout | undefined;
	#polling: Promise<void> | undefined;
	#started = false;
	#stopped = false;
	readonly #warn = onceAWhile();
	#stopListening: (() => Promise<void>) | undefined;
	readonly #url: string;
	#heardAt: Date | null = null;
	/** By this a process knows its own announcements. */
	readonly #self = randomUUID().slice(0, 8);
	/** Campaigns being announced; true when they grew again meanwhile. */
	readonly #announcing = new Map<number, boolean>();

	/**
	 * @param db a connection whose statements do not wait behind those of commands
	 * @param databaseUrl the direct address: listening and loading need a connection of their own
	 * @param load reads a campaign's board as the tables have it
	 */
	constructor(db: Kysely<Database>, databaseUrl: string, log: Logger, load: Load) {
		this.#loadBoard = load;
		this.#db = db;
		this.#url = databaseUrl;
		this.#log = log;
	}

	/** When the database last answered; null until it first did. */
	get heardAt(): Date | null {
		return this.#heardAt;
	}

	/** Whether this process hears its database: what it knows is then true as of now. */
	get live(): boolean {
		return this.#heardAt !== null && Date.now() - this.#heardAt.getTime() < AWAY_AFTER;
	}

	/** The real time as of which what this process knows is true: now, or when it last heard the database. */
	get asOf(): Date {
		return this.live || this.#heardAt === null ? new Date() : this.#heardAt;
	}

	/** Whether the campaigns have been loaded: before that nothing can be served. */
	get started(): boolean {
		return this.#started;
	}

	/** Loads all campaigns and begins to follow them. What fails may be tried again. */
	async start(): Promise<void> {
		await this.#poll();
		if (this.#stopped) return;
		this.#started = true;
		this.#stopListening = listenToLog(this.#url, this.#log, (id, by) => {
			if (by !== this.#self) this.wake(id);
		});
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

	/** Those in which something may still fall due. */
	living(): CampaignLog[] {
		return this.all().filter((log) => isLiving(log.board.campaign, log.now()));
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

	/** What this process has committed: its own screens hear it at once, then the others are told. */
	spread({ id, slug }: CampaignLog, stretch: Stretch): void {
		const campaign = this.#bySlug.get(slug); // it may have been loaded anew meanwhile
		// What is missing was committed by another connection and is on its way, or by another process.
		if (campaign?.hear(stretch)) setImmediate(() => campaign.waits && this.wake(id));
		void this.#announce(id);
	}

	async #announce(id: number): Promise<void> {
		if (this.#announcing.has(id)) return void this.#announcing.set(id, true);
		do {
			this.#announcing.set(id, false);
			await announce(this.#db, id, this.#self).catch((error: unknown) => {
				this.#warn(() =>
					this.#log.warn(
						{ err: error },
						'other processes could not be told; their poll will find it'
					)
				);
			});
		} while (this.#announcing.get(id));
		this.#announcing.delete(id);
	}

	#pollAgain(): void {
		if (this.#stopped) return;
		this.#timer = setTimeout(() => {
			this.#polling = this.#poll()
				.catch((error: unknown) => {
					this.#warn(() => this.#log.warn({ err: error }, 'the log could not be read'));
				})
				.finally(() => this.#pollAgain());
		}, POLL_EVERY);
	}

	async #poll(): Promise<void> {
		const before = new Map(this.all().map(({ slug, board }) => [slug, board.seq]));
		const heads = await this.#db
			.selectFrom('campaign')
			.select(['id', 'slug', 'head_seq', 'setup_version', headMark])
			.execute();
		this.#heardAt = new Date();
		for (const { id, slug, setup_version, ...head } of heads) {
			const known = this.#bySlug.get(slug);
			// A log that went back, or has another past, is another log: a backup was restored.
			const isAnother =
				known?.id !== id || head.head_seq < (before.get(slug) ?? 0) || !known.agrees(head);
			if (!known || isAnother) await this.#load(id, slug);
			else if (head.head_seq > known.board.seq) await this.#follow(known);
			// Somebody changed the tables without a word in the log: a version before set-up was in it.
			const { setup } = this.#bySlug.get(slug)!.board.campaign;
			if (setup < setup_version) await this.#load(id, slug);
		}
		for (const slug of this.#bySlug.keys()) {
			if (!heads.some((head) => head.slug === slug)) this.#bySlug.delete(slug);
		}
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

	async #load(id: number, slug: string): Promise<void> {
		const load: ReadAnew = (after) => this.#read(id, after);
		const loaded = await load();
		this.#heardAt = new Date();
		const campaign = new CampaignLog(this.#db, id, loaded, { asOf: () => this.asOf, load });
		this.#bySlug.set(slug, campaign);
		for (const callback of this.#arrivals) callback(campaign);
		await campaign.advance();
	}

	/** A campaign's board as the tables have it, and the newest facts up to it. */
	async #read(id: number, after?: number): Promise<Loaded> {
		const patient = connect(this.#url, {
			max: 1,
			applicationName: 'tien-do load',
			statementTimeout: LOAD_WITHIN,
			answerWithin: LOAD_WITHIN,
			log: this.#log
		});
		try {
			const board = await this.#loadBoard(patient.db, id);
			const since = after ?? Math.max(board.seq - HORIZON, 0);
			const recent = await readFacts(patient.db, id, since, Math.max(board.seq - since, 0));
			// Facts committed since the board was read belong to the tail.
			return { board, recent: recent.filter(({ seq }) => seq <= board.seq) };
		} finally {
			await patient.db.destroy();
		}
	}
}
