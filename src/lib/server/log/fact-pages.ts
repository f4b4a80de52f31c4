import type { LoggedFact } from '#lib/campaign/facts.ts';

/** Facts of one page, and pages kept: some twenty megabytes. */
const SIZE = 500;
const KEPT = 40;

/** Old facts by pages, read from the database once for all who ask; the newest asked for are kept. */
export class FactPages {
	readonly #load: (after: number, limit: number) => Promise<LoggedFact[]>;
	/** The one asked for last stands last. */
	readonly #pages = new Map<number, Promise<LoggedFact[]>>();

	/** @param load reads up to so many facts after a number, oldest first */
	constructor(load: (after: number, limit: number) => Promise<LoggedFact[]>) {
		this.#load = load;
	}

	/** The facts after `after` up to `until`. @param head up to here the log is complete */
	async read(after: number, until: number, head: number): Promise<LoggedFact[]> {
		const facts: LoggedFact[] = [];
		if (until <= after) return facts;
		for (let page = Math.floor(after / SIZE); page * SIZE < until; page++) {
			for (const fact of await this.#page(page, head)) {
				if (fact.seq > after && fact.seq <= until) facts.push(fact);
			}
		}
		return facts;
	}

	/** Facts `page * SIZE + 1` and on. */
	#page(page: number, head: number): Promise<LoggedFact[]> {
		const from = page * SIZE;
		// One that is not full yet is not kept.
		if (from + SIZE > head) return this.#load(from, SIZE);
		const facts = this.#pages.get(page) ?? this.#load(from, SIZE);
		this.#pages.delete(page);
		this.#pages.set(page, facts);
		facts.catch(() => this.#pages.delete(page));
		const [oldest] = this.#pages.keys();
		if (this.#pages.size > KEPT && oldest !== undefined) this.#pages.delete(oldest);
		return facts;
	}
}
