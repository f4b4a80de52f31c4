/** Facts one block may hold. */
const WIDTH = 16_384;

/** What a block's deliveries came to in one process of screens. */
export interface Deliveries {
	/** By `seq`: when the last screen of this process had it, in `now()`. */
	last: Record<number, number>;
	/** Facts that a screen never got. */
	missing: number;
	/** Facts that a screen got more than once. */
	doubled: number;
}

/** Who got which fact how often, and when the last one did. */
export class Tally {
	readonly #screens: number;
	readonly #marks: Uint8Array;
	readonly #arrived = new Uint32Array(WIDTH);
	readonly #last = new Float64Array(WIDTH);
	#base = 0;
	#stray = 0;

	constructor(screens: number) {
		this.#screens = screens;
		this.#marks = new Uint8Array(screens * WIDTH);
	}

	/** Forgets everything; facts after `head` count from here on. */
	begin(head: number): void {
		this.#marks.fill(0);
		this.#arrived.fill(0);
		this.#stray = 0;
		this.#base = head + 1;
	}

	deliver(screen: number, from: number, to: number, at: number): void {
		for (let seq = from; seq <= to; seq++) {
			const column = seq - this.#base;
			if (column < 0 || column >= WIDTH) {
				this.#stray++;
				continue;
			}
			const cell = screen * WIDTH + column;
			this.#marks[cell] = (this.#marks[cell] ?? 0) + 1;
			this.#arrived[column] = (this.#arrived[column] ?? 0) + 1;
			this.#last[column] = at;
		}
	}

	/** Whether every screen has every one of these. */
	complete(seqs: number[]): boolean {
		return seqs.every((seq) => (this.#arrived[seq - this.#base] ?? 0) >= this.#screens);
	}

	sum(seqs: number[]): Deliveries {
		const last: Record<number, number> = {};
		let missing = 0;
		let doubled = this.#stray;
		for (const seq of seqs) {
			const column = seq - this.#base;
			last[seq] = this.#last[column] ?? 0;
			for (let screen = 0; screen < this.#screens; screen++) {
				const times = this.#marks[screen * WIDTH + column] ?? 0;
				if (times === 0) missing++;
				else if (times > 1) doubled++;
			}
		}
		return { last, missing, doubled };
	}
}
