import { Problem } from '../problem.ts';
import { AccountTurns } from './account-turns.ts';
import { Budget } from './budget.ts';

const MEGABYTE = 1024 * 1024;
/** What one account may read at once, and how much: three megabytes, then half of one every second. */
const READS = { atOnce: 2, waiting: 60, rest: 20 };
const BYTES = { most: 3 * MEGABYTE, perSecond: MEGABYTE / 2 };
/** Whole pages are drawn by the server, tens of milliseconds each, one at a time for each account, with pauses. */
const DRAWN = { atOnce: 1, waiting: 20, rest: 20 };
// A first visit is some six pages: where '/' leads, that page, and copies of others for when there is no network.
const PAGES = { most: 16, perSecond: 0.25 };
/** A page waits this long for its turn before it is refused, in seconds. */
const PATIENCE = 5;

/** What one account may read, so that whoever reads all the time does not make everybody else wait. */
export class AccountReads {
	readonly #reads: AccountTurns;
	readonly #bytes: Budget;
	readonly #waiting = new AccountTurns({ atOnce: 1, waiting: DRAWN.waiting });
	readonly #drawn: AccountTurns;
	readonly #pages: Budget;

	/** @param factor how many times the usual limits apply */
	constructor(factor: number) {
		const times = ({ most, perSecond }: typeof BYTES) => ({
			most: most * factor,
			perSecond: perSecond * factor
		});
		const turns = ({ atOnce, waiting, rest }: typeof READS) => ({
			...{ atOnce: atOnce * factor, waiting, rest: rest / factor }
		});
		this.#reads = new AccountTurns(turns(READS));
		this.#bytes = new Budget(times(BYTES));
		this.#drawn = new AccountTurns(turns(DRAWN));
		this.#pages = new Budget(times(PAGES));
	}

	/** Reads figures, texts or files. @throws `rate_limited` */
	run<Result>(account: number, read: () => Promise<Result>): Promise<Result> {
		return this.#reads.run(account, () => {
			spend(this.#bytes.take(account, 0));
			return read();
		});
	}

	/** Draws a page; waits for its turn for a while. @throws `rate_limited` */
	draw<Result>(account: number, draw: () => Promise<Result>): Promise<Result> {
		const admitted = this.#waiting.run(account, async () => {
			let wait = this.#pages.take(account);
			if (wait > 0 && wait <= PATIENCE) {
				await new Promise((resolve) => setTimeout(resolve, wait * 1000));
				wait = this.#pages.take(account);
			}
			spend(wait);
		});
		return admitted.then(() => this.#drawn.run(account, draw));
	}

	/** Counts what was read. */
	charge(account: number, bytes: number): void {
		this.#bytes.charge(account, bytes);
	}
}

function spend(seconds: number): void {
	if (seconds > 0) throw new Problem('rate_limited', 'rate_limited', { seconds });
}
