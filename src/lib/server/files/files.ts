import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Turns } from '../limits/turns.ts';
import type { Due } from '../clockwork/clockwork.ts';
import type { Database } from '../db/schema.ts';
import { businessLimits, type BusinessLimits } from '../limits/business-limits.ts';
import { AccountTurns } from '../limits/account-turns.ts';
import { openStore, type StoreSettings } from './open-store.ts';
import type { FileStore } from './store.ts';

/** Files judged and kept at once by one process. Their bytes are there by then: nobody waits for a network here. */
const AT_ONCE = 6;
/** Bodies one account may be sending at once: what it can fill of our memory is bounded by it. */
const BODIES = { atOnce: 3, waiting: 10 };
/** What nobody attached is deleted after a day of real time, in milliseconds. */
export const LOOSE_FOR = 24 * 3_600_000;
const SWEEP_EVERY = 3_600_000;

/** What a process has once for files of requests: where they are, who may send how many, who tidies up. */
export class Files {
	readonly store: FileStore;
	readonly turns = new Turns(AT_ONCE);
	readonly bodies = new AccountTurns(BODIES);
	/** Per account. */
	readonly limiter = new RateLimiterMemory({ points: 60, duration: 600 });
	readonly #db: Kysely<Database>;
	readonly limits: BusinessLimits;

	constructor(
		settings: StoreSettings,
		db: Kysely<Database>,
		log: Logger,
		limits: BusinessLimits = businessLimits(1)
	) {
		this.limits = limits;
		this.#db = db;
		this.store = openStore(settings, db, log);
	}

	readonly due: Due = {
		what: 'loose files to be forgotten',
		every: () => SWEEP_EVERY,
		run: (now) => this.sweep(now)
	};

	/** Deletes what nobody attached within a day. @param now real time @returns how many */
	async sweep(now: Date): Promise<number> {
		const rows = await this.#db
			.deleteFrom('file')
			.where('request_number', 'is', null)
			.where('sent_at', '<', new Date(now.getTime() - LOOSE_FOR))
			.returning('id')
			.execute();
		const ids = rows.map(({ id }) => id);
		await this.store.remove(ids, LOOSE_FOR);
		return ids.length;
	}
}
