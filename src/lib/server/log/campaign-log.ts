import type { Kysely } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { campaignNow } from '#lib/campaign/clock.ts';
import type { Fact } from '#lib/campaign/facts.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { localDate } from '#lib/campaign/calendar.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import type { Database } from '../db/schema.ts';
import { readFacts } from './read.ts';

/** Facts kept in memory for screens that come back; who missed more gets a snapshot. */
export const HORIZON = 5_000;
const PAGE = 1_000;

/** The log does not go on where the board stands. */
export class LogBroken extends Error {}

/** One campaign in this process's memory: its board, its newest facts, and who listens to it. */
export class CampaignLog {
	readonly id: number;
	readonly board: CampaignBoard;
	readonly #db: Kysely<Database>;
	readonly #recent: Fact[];
	readonly #asOf: () => Date;
	readonly #listeners = new Set<(facts: Fact[]) => void>();
	#advancing: Promise<void> | null = null;
	#again = false;
	/** Facts this process committed whose predecessors it has not read yet, by `seq`. */
	readonly #early = new Map<number, Fact[]>();
	#snapshot: Snapshot | null = null;

	/**
	 * @param recent the newest facts up to the board's `seq`, oldest first
	 * @param asOf the real time as of which the board is true: now, unless the database is away
	 */
	constructor(
		db: Kysely<Database>,
		id: number,
		board: CampaignBoard,
		{ recent, asOf }: { recent: Fact[]; asOf: () => Date }
	) {
		this.#db = db;
		this.id = id;
		this.board = board;
		this.#recent = recent;
		this.#asOf = asOf;
	}

	get slug(): string {
		return this.board.campaign.slug;
	}

	/** The campaign's time at this moment. */
	now(): Date {
		return this.#campaignTime(new Date());
	}

	/** Campaign time as of which the board is true: now, or when the database was last heard. */
	asOf(): Date {
		return this.#campaignTime(this.#asOf());
	}

	/** Whole seconds since the board was last known to be true; 0 while the database is heard. */
	get age(): number {
		return Math.floor((Date.now() - this.#asOf().getTime()) / 1000);
	}

	/** Calls back with every stretch of new facts, in order. @returns how to stop listening */
	listen(listener: (facts: Fact[]) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Reads what came after the board's `seq`. Calls that overlap are one reading and one more. */
	advance(): Promise<void> {
		if (this.#advancing) {
			this.#again = true;
			return this.#advancing;
		}
		this.#advancing = this.#read().finally(() => (this.#advancing = null));
		return this.#advancing;
	}

	/**
	 * Takes facts this process has just committed, as the log holds them. Those that come next are applied
	 * at once; those ahead of what was heard wait for the others, which the log is asked for.
	 * @returns whether something is missing between them and the board
	 */
	hear(facts: Fact[]): boolean {
		const [first] = facts;
		if (!first) return this.#early.size > 0;
		if (first.seq > this.board.seq + 1) this.#early.set(first.seq, facts);
		else this.#apply(facts);
		return this.#early.size > 0;
	}

	/** The facts after `since`, oldest first; null when they are older than memory reaches, or unknown. */
	after(since: number): Fact[] | null {
		const { seq } = this.board;
		if (since > seq) return null;
		if (since === seq) return [];
		const first = this.#recent[0];
		if (!first || since + 1 < first.seq) return null;
		return this.#recent.slice(since + 1 - first.seq);
	}

	/** Up to `count` of the newest facts, newest first. */
	newest(count: number): Fact[] {
		return this.#recent.slice(-count).reverse();
	}

	/** The board written out; built once for all who ask within the same second. */
	snapshot(): Snapshot {
		const now = this.asOf();
		const built = this.#snapshot;
		const fresh =
			built &&
			built.seq === this.board.seq &&
			Math.abs(now.getTime() - Date.parse(built.as_of)) < 1000 &&
			built.campaign.today === localDate(now, built.campaign.time_zone);
		return fresh ? built : (this.#snapshot = snapshotOf(this.board, now));
	}

	#campaignTime(real: Date): Date {
		const { clock, time_zone } = this.board.campaign;
		return campaignNow(clock, time_zone, real);
	}

	async #read(): Promise<void> {
		do {
			this.#again = false;
			const facts = await readFacts(this.#db, this.id, this.board.seq, PAGE);
			const unknown = facts.filter(({ seq }) => seq > this.board.seq); // some were heard meanwhile
			const [first] = unknown;
			if (first && first.seq !== this.board.seq + 1) {
				throw new LogBroken(`log of ${this.slug}: ${first.seq} after ${this.board.seq}`);
			}
			this.#apply(unknown);
			if (facts.length === PAGE) this.#again = true;
		} while (this.#again);
	}

	/** Folds facts that come next, and then those that waited for them. */
	#apply(facts: Fact[]): void {
		const news = facts.filter(({ seq }) => seq > this.board.seq);
		for (const fact of news) {
			reduce(this.board, fact);
			this.#recent.push(fact);
		}
		if (this.#recent.length > 2 * HORIZON) this.#recent.splice(0, this.#recent.length - HORIZON);
		if (news.length > 0) for (const listener of this.#listeners) listener(news);
		for (const [seq, early] of this.#early) {
			if (seq > this.board.seq + 1) continue;
			this.#early.delete(seq);
			this.#apply(early);
		}
	}
}
