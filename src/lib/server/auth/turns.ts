/** Lets `limit` tasks run at once; the others wait in the order they came. */
export class Turns {
	readonly #limit: number;
	readonly #waiting: (() => void)[] = [];
	#running = 0;

	constructor(limit: number) {
		this.#limit = limit;
	}

	async run<Result>(task: () => Promise<Result>): Promise<Result> {
		// A turn is handed over, not given back and taken again, so nobody can slip in between.
		if (this.#running < this.#limit) this.#running++;
		else await new Promise<void>((resolve) => this.#waiting.push(resolve));
		try {
			return await task();
		} finally {
			const next = this.#waiting.shift();
			if (next) next();
			else this.#running--;
		}
	}
}
