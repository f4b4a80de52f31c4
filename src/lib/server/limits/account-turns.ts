import { Turns } from '../auth/turns.ts';
import { Problem } from '../problem.ts';

interface Size {
	/** What one account may do at once. */
	atOnce: number;
	/** How many of its own may wait for that; more are refused. */
	waiting: number;
}

/** Lets each account do so much at once. Its other tasks wait for its own turns, never for somebody else's. */
export class AccountTurns {
	readonly #size: Size;
	readonly #accounts = new Map<number, { turns: Turns; tasks: number }>();

	constructor(size: Size) {
		this.#size = size;
	}

	/** @throws `rate_limited` when too many wait already */
	async run<Result>(account: number, task: () => Promise<Result>): Promise<Result> {
		const { atOnce, waiting } = this.#size;
		const own = this.#accounts.get(account) ?? { turns: new Turns(atOnce), tasks: 0 };
		if (own.tasks >= atOnce + waiting) {
			throw new Problem('rate_limited', 'rate_limited', { seconds: 2 });
		}
		this.#accounts.set(account, own);
		own.tasks++;
		try {
			return await own.turns.run(task);
		} finally {
			if (--own.tasks === 0) this.#accounts.delete(account);
		}
	}
}
