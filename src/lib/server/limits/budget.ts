/** How often full entries are forgotten, in milliseconds. */
const SWEEP_EVERY = 60_000;

interface BudgetSize {
	/** What may be taken at once by who took nothing for long. */
	most: number;
	/** What comes back in a second. */
	perSecond: number;
}

/** How much each key may take in a while: a token bucket per key, kept in this process's memory. */
export class Budget {
	readonly #most: number;
	readonly #perMillisecond: number;
	readonly #now: () => number;
	readonly #left = new Map<string | number, { amount: number; at: number }>();
	#sweptAt: number;

	/** @param now milliseconds of a clock that only goes forward */
	constructor({ most, perSecond }: BudgetSize, now = () => performance.now()) {
		this.#most = most;
		this.#perMillisecond = perSecond / 1000;
		this.#now = now;
		this.#sweptAt = now();
	}

	/**
	 * Takes an amount if there is that much; more than the most there can be needs a full budget.
	 * @returns 0 when it was taken, else the whole seconds after which to ask again; nothing is taken then
	 */
	take(key: string | number, amount = 1): number {
		const entry = this.#entry(key);
		const missing = Math.min(amount, this.#most) - entry.amount;
		if (missing > 0) return Math.max(1, Math.ceil(missing / this.#perMillisecond / 1000));
		entry.amount -= amount;
		return 0;
	}

	/** Takes what was used already, also below zero: what it cost is only known afterwards. */
	charge(key: string | number, amount: number): void {
		this.#entry(key).amount -= amount;
	}

	#entry(key: string | number): { amount: number; at: number } {
		const now = this.#now();
		if (now - this.#sweptAt > SWEEP_EVERY) this.#sweep(now);
		let entry = this.#left.get(key);
		if (!entry) this.#left.set(key, (entry = { amount: this.#most, at: now }));
		entry.amount = this.#refilled(entry, now);
		entry.at = now;
		return entry;
	}

	#refilled({ amount, at }: { amount: number; at: number }, now: number): number {
		return Math.min(this.#most, amount + (now - at) * this.#perMillisecond);
	}

	#sweep(now: number): void {
		this.#sweptAt = now;
		for (const [key, entry] of this.#left) {
			if (this.#refilled(entry, now) >= this.#most) this.#left.delete(key);
		}
	}
}
