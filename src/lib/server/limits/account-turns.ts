import { Turns } from './turns.ts';
import { Problem } from '../problem.ts';
import { Budget } from './budget.ts';

interface Size {
	/** What one account may do at once. */
	atOnce: number;
	/** How many of its own may wait for that; more are refused. */
	waiting: number;
	/**
	 * A turn that took a millisecond rests for so many before the account's next: that time is everybody
	 * else's. Turns within `FREE` do not rest. 0 when absent.
	 */
	rest?: number;
}

/** No turn rests longer than this, in milliseconds. */
const LONGEST_REST = 2_000;
/** Milliseconds of turns without a rest: who opens a page on a quiet server takes less. */
const FREE = { most: 120, perSecond: 10 };

/** Lets each account do so much at once. Its other tasks wait for its own turns, never for somebody else's. */
export class AccountTurns {
	readonly #size: Size;
	readonly #free = new Budget(FREE);
	readonly #accounts = new Map<number, { turns: Turns; tasks: number }>();

	constructor(size: Size) {
		this.#size = size;
	}

	/** @throws `rate_limited` when too many wait already */
	run<Result>(account: number, task: () => Promise<Result>): Promise<Result> {
		const { atOnce, waiting } = this.#size;
		const own = this.#accounts.get(account) ?? { turns: new Turns(atOnce), tasks: 0 };
		if (own.tasks >= atOnce + waiting) {
			return Promise.reject(new Problem('rate_limited', 'rate_limited', { seconds: 2 }));
		}
		this.#accounts.set(account, own);
		own.tasks++;
		return new Promise((resolve, reject) => {
			const turn = own.turns.run(async () => {
				const begun = performance.now();
				try {
					resolve(await task());
				} catch (error) {
					reject(error as Error); // eslint-disable-line @typescript-eslint/no-unnecessary-type-assertion
				}
				await this.#rest(account, performance.now() - begun);
			});
			void turn.finally(() => {
				if (--own.tasks === 0) this.#accounts.delete(account);
			});
		});
	}

	async #rest(account: number, took: number): Promise<void> {
		const rest = Math.min(took * (this.#size.rest ?? 0), LONGEST_REST);
		if (rest >= 1 && this.#free.take(account, took) > 0)
			await new Promise((resolve) => setTimeout(resolve, rest));
	}
}
