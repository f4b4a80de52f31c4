import { sql, type Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** Why the database does not serve, in the words of `/healthz`. */
export type Health = 'ok' | 'database away' | 'database read-only' | 'database full';

/** Room is tried this often at most, in milliseconds; whether the database answers is asked every time. */
const TRY_ROOM_EVERY = 5_000;

/**
 * Whether the database takes what people send: it answers, may be written to, and has room. Room is tried with a
 * temporary file of about 150 kB, which leaves nothing behind: no row, no log.
 */
export class DatabaseHealth {
	readonly #db: Kysely<Database>;
	#looking: Promise<Health> | null = null;
	#next: Promise<Health> | null = null;
	#room: { full: boolean; at: number } | null = null;

	/** @param db a connection that does not wait for a silent database for long */
	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	/** Who asks while a look is under way is told what the next one sees: many who ask wait for one. */
	look(): Promise<Health> {
		if (!this.#looking) return this.#begin();
		return (this.#next ??= this.#looking.then(() => this.#begin()));
	}

	#begin(): Promise<Health> {
		this.#next = null;
		const looking = this.#look().finally(() => {
			if (this.#looking === looking) this.#looking = null;
		});
		return (this.#looking = looking);
	}

	async #look(): Promise<Health> {
		try {
			const { rows } = await sql<{ read_only: boolean }>`
				select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as read_only
			`.execute(this.#db);
			if (rows[0]?.read_only) return 'database read-only';
			return (await this.#isFull()) ? 'database full' : 'ok';
		} catch {
			return 'database away';
		}
	}

	async #isFull(): Promise<boolean> {
		const now = performance.now();
		if (this.#room && now - this.#room.at < TRY_ROOM_EVERY) return this.#room.full;
		const full = await this.#tryRoom();
		this.#room = { full, at: now };
		return full;
	}

	async #tryRoom(): Promise<boolean> {
		try {
			await this.#db.transaction().execute(async (tx) => {
				await sql`select set_config('work_mem', '64kB', true)`.execute(tx);
				await sql`select count(*) from generate_series(1, 10000)`.execute(tx);
			});
			return false;
		} catch (error) {
			// Class 53: resources; 53100 is a disk that is full, 53400 a limit of the role.
			if (/^53[14]/.test((error as { code?: string }).code ?? '')) return true;
			throw error;
		}
	}
}
