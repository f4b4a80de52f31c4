import { sql, type Kysely } from 'kysely';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Due } from '../clockwork/clockwork.ts';
import type { Database } from '../db/schema.ts';
import { Problem } from '../problem.ts';

/**
 * How long a refusal is kept, in milliseconds of real time. A copy of a command carries the session it was
 * sent with, and no session lives longer than seven days: what arrives later is let in no more.
 */
export const REFUSALS_FOR = 8 * 24 * 3_600_000;
/** Of one account, so many stay after a sweep: the newest. */
const MOST_KEPT = 10_000;
const SWEEP_EVERY = 3_600_000;
/** Refusals one account may be given by one process in ten minutes; each is a row. */
const PER_TEN_MINUTES = 2_000;

/** Bounds what is kept of refused commands: how many one account may add, and how long they stay. */
export class Refusals {
	readonly #db: Kysely<Database>;
	readonly #limiter: RateLimiterMemory;

	constructor(db: Kysely<Database>, points = PER_TEN_MINUTES) {
		this.#db = db;
		this.#limiter = new RateLimiterMemory({ points, duration: 600 });
	}

	/** Asked before one is kept. @throws `rate_limited`, which is no answer to the command */
	async admit(accountId: number): Promise<void> {
		await this.#limiter.consume(String(accountId)).catch((over: unknown) => {
			const wait = (over as { msBeforeNext?: number }).msBeforeNext ?? 1000;
			throw new Problem('rate_limited', 'rate_limited', { seconds: Math.ceil(wait / 1000) });
		});
	}

	readonly due: Due = {
		what: 'old refusals to be forgotten',
		every: () => SWEEP_EVERY,
		run: (now) => this.sweep(now)
	};

	/** Forgets what no copy can ask for any more, and what one account has too much of. @param now real time */
	async sweep(now: Date, most = MOST_KEPT): Promise<void> {
		const oldest = new Date(now.getTime() - REFUSALS_FOR);
		await sql`
			delete from command c using (
				select campaign_id, id, account_id, refused_at,
					row_number() over (partition by account_id order by refused_at desc) as place
				from command where refused_at is not null
			) as kept
			where c.campaign_id = kept.campaign_id and c.id = kept.id and c.account_id = kept.account_id
				and c.refused_at is not null and (kept.refused_at < ${oldest} or kept.place > ${most})
		`.execute(this.#db);
	}
}
