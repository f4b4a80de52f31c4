import type { Kysely } from 'kysely';
import type { SessionMemory } from '../auth/session-memory.ts';
import { glanceAtSessions, keepSessions, reviewSessions, type SignedIn } from '../auth/sessions.ts';
import type { Database } from '../db/schema.ts';

/** How often being connected is written down, in milliseconds; it counts by the hour. */
const KEEP_EVERY = 60_000;

interface Watched {
	/** Sessions with sockets on this process. */
	connected(): Iterable<string>;
	/** A session ended: wherever, however. */
	ended(id: string): void;
	/** What people may do may have changed, by session. */
	reviewed(people: Map<string, SignedIn>): void;
}

/** Finds out what became of sessions elsewhere: ended, or their people's grants changed. */
export class SessionWatch {
	readonly #db: Kysely<Database>;
	readonly #memory: SessionMemory;
	readonly #watched: Watched;
	#grants = '';
	#again = false;
	#keptAt = Date.now();

	constructor(db: Kysely<Database>, memory: SessionMemory, watched: Watched) {
		this.#db = db;
		this.#memory = memory;
		this.#watched = watched;
	}

	/** One look at the database, a few milliseconds for thousands of sessions. */
	async look(): Promise<void> {
		const connected = new Set(this.#watched.connected());
		this.#memory.hold(connected);
		this.#memory.sweep();
		const ids = [...new Set([...connected, ...this.#memory.ids])];
		if (ids.length === 0) return;
		const now = new Date();
		const { ended, grants } = await glanceAtSessions(this.#db, ids, now);
		for (const id of ended) this.#watched.ended(id);
		this.#memory.looked();
		// Twice: somebody may have been let in with old grants while the first look was under way.
		const changed = grants !== this.#grants;
		if (changed || this.#again) {
			this.#watched.reviewed(await reviewSessions(this.#db, ids, now));
			this.#grants = grants;
			this.#again = changed;
		}
		if (now.getTime() - this.#keptAt > KEEP_EVERY) {
			await keepSessions(this.#db, [...connected], now);
			this.#keptAt = now.getTime();
		}
	}
}
