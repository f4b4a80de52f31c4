import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import type { Fact, LoggedFact } from '#lib/campaign/facts.ts';
import { factFor } from '#lib/campaign/who-may-know.ts';
import { viewKey, type Viewer } from '#lib/campaign/reach.ts';
import { isReadable } from '#lib/campaign/read-fact.ts';
import { reduce } from '#lib/campaign/reduce.ts';
import { localDate } from '#lib/campaign/calendar/calendar.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { snapshotFor } from '#lib/protocol/snapshot-view.ts';
import type { Database } from '../db/schema.ts';
import type { Stretch } from './append.ts';
import { FactPages } from './fact-pages.ts';
import { readFacts } from './read.ts';

/** Facts kept in memory for screens that come back; who missed more gets a snapshot. */
export const HORIZON = 5_000;
const PAGE = 1_000;
/** Views of one snapshot kept at once: a province's staff, groups, districts, and communes as they come. */
const VIEWS = 32;

/** The log has a gap where the board stands, or another past. */
export class LogBroken extends Error {}
/** A board as the tables have it, and the newest facts up to its `seq`, oldest first. */
export interface Loaded {
	board: CampaignBoard;
	recent: LoggedFact[];
}
/** @param after facts after this one are enough; by default as many as memory keeps */
export type ReadAnew = (after?: number) => Promise<Loaded>;
/** While a later version writes to the log, the tables are read this often at most, in milliseconds. */
const ADOPT_EVERY = 1_000;

/** One campaign in this process's memory: its board, its newest facts, and who listens to it. */
export class CampaignLog {
	readonly id: number;
	#board: CampaignBoard;
	readonly #db: Kysely<Database>;
	readonly #recent: LoggedFact[];
	readonly #pages: FactPages;
	readonly #asOf: () => Date;
	readonly #load: ReadAnew;
	/** Until when the tables are not read again, by `performance.now`. */
	#adoptAt = 0;
	readonly #listeners = new Set<(facts: LoggedFact[]) => void>();
	#advancing: Promise<void> | null = null;
	#again = false;
	/** Facts this process committed whose predecessors it has not read yet, by `seq`. */
	readonly #early = new Map<number, Stretch>();
	#snapshot: Snapshot | null = null;
	/** What is made of it for those who know less, by `viewKey`; those asked for last. */
	readonly #views = new Map<string, Snapshot>();

	/**
	 * @param asOf the real time as of which the board is true: now, unless the database is away
	 * @param load reads the board anew
	 */
	constructor(
		db: Kysely<Database>,
		id: number,
		{ board, recent }: Loaded,
		{ asOf, load }: { asOf: () => Date; load: ReadAnew }
	) {
		this.#load = load;
		this.#db = db;
		this.id = id;
		this.#board = board;
		this.#recent = recent;
		this.#pages = new FactPages((after, limit) => readFacts(db, id, after, limit));
		this.#asOf = asOf;
	}

	/** As of its `seq`. It may be another object after a later version wrote to the log. */
	get board(): CampaignBoard {
		return this.#board;
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
	listen(listener: (facts: LoggedFact[]) => void): () => void {
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
	hear(stretch: Stretch): boolean {
		const [first] = stretch.facts;
		if (first && first.seq > this.board.seq) this.#early.set(first.seq, stretch);
		this.#applyEarly();
		return this.#early.size > 0;
	}

	/** Whether facts this process committed still wait for what came before them. */
	get waits(): boolean {
		return this.#early.size > 0;
	}

	/**
	 * Whether the log in the database, as far as its head tells, is the one this board was made from. A head
	 * ahead of the board is judged when the log is read.
	 */
	agrees({ head_seq, mark }: { head_seq: number; mark: string }): boolean {
		return head_seq > this.board.seq || (this.#markAt(head_seq) ?? mark) === mark;
	}

	/**
	 * The facts after `since`, oldest first. Null when they are older than memory reaches, or when `mark`,
	 * if given, names another past than this log's: then only the whole is right. To be told by `factFor`.
	 */
	after(since: number, mark?: string | null): LoggedFact[] | null {
		const { seq } = this.board;
		if (since > seq || (mark != null && mark !== this.#markAt(since))) return null;
		if (since === seq) return [];
		const first = this.#recent[0];
		if (!first || since + 1 < first.seq) return null;
		return this.#recent.slice(since + 1 - first.seq);
	}

	/** The mark of a fact, as far as memory reaches. */
	#markAt(seq: number): string | undefined {
		if (seq === this.board.seq) return this.board.mark;
		const first = this.#recent[0];
		return first && this.#recent[seq - first.seq]?.mark;
	}

	/**
	 * Up to `limit` facts after `after`, oldest first, the newest included: from memory as far as it reaches.
	 * Null when the fact `after` has another `mark` than the one given: the log has another past.
	 */
	async read(after: number, limit: number, mark?: string | null): Promise<LoggedFact[] | null> {
		await this.advance();
		if (mark != null && after > 0 && mark !== (await this.#readMark(after))) return null;
		const { seq } = this.board;
		const first = this.#recent[0]?.seq ?? seq + 1;
		const rest = this.after(Math.max(after, first - 1)) ?? [];
		const old = await this.#pages.read(after, Math.min(after + limit, first - 1), seq);
		return [...old, ...rest].slice(0, limit);
	}

	async #readMark(seq: number): Promise<string | undefined> {
		const known = this.#markAt(seq);
		if (known !== undefined || seq > this.board.seq) return known;
		return (await this.#pages.read(seq - 1, seq, this.board.seq))[0]?.mark;
	}

	/** Up to `count` of the newest facts that this viewer may know, newest first. */
	newest(count: number, viewer: Viewer): Fact[] {
		const known: Fact[] = [];
		for (let i = this.#recent.length - 1; i >= 0 && known.length < count; i--) {
			const fact = factFor(viewer, this.#recent[i]!, this.board.units);
			if (fact.kind !== 'withheld') known.push(fact);
		}
		return known;
	}

	/** The board written out as this viewer may know it; built once for all such who ask within the same second. */
	snapshot(viewer: Viewer): Snapshot {
		const whole = this.#whole();
		const key = viewKey(viewer);
		const view = this.#views.get(key) ?? snapshotFor(viewer, whole, this.board.units);
		this.#views.delete(key);
		this.#views.set(key, view);
		const [oldest] = this.#views.keys();
		if (oldest !== undefined && this.#views.size > VIEWS) this.#views.delete(oldest);
		return view;
	}

	#whole(): Snapshot {
		const now = this.asOf();
		const built = this.#snapshot;
		const fresh =
			built &&
			built.seq === this.board.seq &&
			Math.abs(now.getTime() - Date.parse(built.as_of)) < 1000 &&
			built.campaign.today === localDate(now, built.campaign.time_zone);
		if (fresh) return built;
		this.#views.clear();
		return (this.#snapshot = snapshotOf(this.board, now));
	}

	#campaignTime(real: Date): Date {
		const { clock, time_zone } = this.board.campaign;
		return campaignNow(clock, time_zone, real);
	}

	async #read(): Promise<void> {
		do {
			this.#again = false;
			// The fact the board stands at is read again: by its mark the past is still the same.
			const { seq: at, mark } = this.board;
			const facts = await readFacts(this.#db, this.id, Math.max(at - 1, 0), PAGE + 1);
			const same = at === 0 ? mark : facts.shift()?.mark;
			if (same !== mark) throw new LogBroken(`log of ${this.slug}: another past at ${at}`);
			const unknown = facts.filter(({ seq }) => seq > this.board.seq); // some were heard meanwhile
			const [first] = unknown;
			if (first && first.seq !== this.board.seq + 1) {
				throw new LogBroken(`log of ${this.slug}: ${first.seq} after ${this.board.seq}`);
			}
			if (unknown.every(isReadable)) this.#apply(unknown);
			else await this.#adopt();
			if (facts.length >= PAGE) this.#again = true;
		} while (this.#again);
	}

	/** Folds facts that come next, and then those that waited for them. */
	#apply(facts: LoggedFact[]): void {
		const news = facts.filter(({ seq }) => seq > this.board.seq);
		for (const fact of news) {
			reduce(this.board, fact);
			this.#recent.push(fact);
		}
		if (this.#recent.length > 2 * HORIZON) this.#recent.splice(0, this.#recent.length - HORIZON);
		if (news.length > 0) for (const listener of this.#listeners) listener(news);
		this.#applyEarly();
	}

	/**
	 * A later version wrote facts that this one cannot read, which may change what it shows: the tables say what
	 * is right. Listeners get all facts.
	 */
	async #adopt(): Promise<void> {
		await sleep(Math.max(this.#adoptAt - performance.now(), 0));
		const { board, recent } = await this.#load(this.board.seq);
		this.#adoptAt = performance.now() + ADOPT_EVERY;
		const { seq } = this.#board;
		if (board.seq <= seq) return;
		const news = recent.filter((fact) => fact.seq > seq);
		this.#board = board;
		this.#recent.push(...news);
		for (const listener of this.#listeners) listener(news);
		this.#applyEarly();
	}

	/** Facts of our own whose turn it is. Those that follow another past than the board's wait for the log. */
	#applyEarly(): void {
		for (const [seq, { facts, before }] of this.#early) {
			if (seq > this.board.seq + 1) continue;
			if (seq === this.board.seq + 1 && before !== this.board.mark) continue;
			this.#early.delete(seq);
			this.#apply(facts);
		}
	}
}
