/** Whose turn it is, and where in the line it stands. */
export interface Place {
	/** Those of one owner wait behind each other; owners take turns, so that none fills the line alone. */
	of: string;
	/** Before everybody who is not. */
	first: boolean;
}

/** The line is as long as it may be: come back later. */
export class LineFull extends Error {}

interface Bounds {
	/** Most that wait in front, and most that wait behind them. */
	waiting: number;
	/** Most of them that one owner may have there. */
	ofOne: number;
}

/** Lets `limit` tasks run at once; the others wait, owner by owner in the order they came. */
export class Turns {
	readonly #limit: number;
	readonly #bounds: Bounds;
	readonly #front = new Line();
	readonly #back = new Line();
	#running = 0;

	constructor(limit: number, bounds: Bounds = { waiting: Infinity, ofOne: Infinity }) {
		this.#limit = limit;
		this.#bounds = bounds;
	}

	/**
	 * Runs a task in its turn. Without a `place` it is the program's own: it waits with the last, and is
	 * never refused.
	 * @throws LineFull when too many wait already; what the task throws
	 */
	async run<Result>(task: () => Promise<Result>, place?: Place): Promise<Result> {
		// A turn is handed over, not given back and taken again, so nobody can slip in between.
		if (this.#running < this.#limit) this.#running++;
		else await this.#wait(place);
		try {
			return await task();
		} finally {
			const next = this.#front.next() ?? this.#back.next();
			if (next) next();
			else this.#running--;
		}
	}

	#wait(place: Place | undefined): Promise<void> {
		const line = place?.first ? this.#front : this.#back;
		const { waiting, ofOne } = this.#bounds;
		if (place && (line.length >= waiting || line.lengthOf(place.of) >= ofOne)) throw new LineFull();
		return new Promise((resolve) => line.add(place?.of ?? '', resolve));
	}
}

/** Those who wait, by owner; the owner whose turn is next comes first. */
class Line {
	readonly #byOwner = new Map<string, (() => void)[]>();
	length = 0;

	lengthOf(owner: string): number {
		return this.#byOwner.get(owner)?.length ?? 0;
	}

	add(owner: string, begin: () => void): void {
		const own = this.#byOwner.get(owner);
		if (own) own.push(begin);
		else this.#byOwner.set(owner, [begin]);
		this.length++;
	}

	next(): (() => void) | undefined {
		const [first] = this.#byOwner;
		if (!first) return undefined;
		const [owner, waiting] = first;
		this.#byOwner.delete(owner);
		const begin = waiting.shift();
		if (waiting.length > 0) this.#byOwner.set(owner, waiting);
		this.length--;
		return begin;
	}
}
