import type { LoggedFact } from '#lib/campaign/facts.ts';
import type { Frame } from '#lib/protocol/frames.ts';

/** A frame before it is known who is told it. */
export interface LoggedFrame extends Omit<Frame, 'facts'> {
	facts: LoggedFact[];
}

/** What one screen costs per frame, in milliseconds, and how much of the time frames may take: a third. */
const PER_SCREEN = 0.012;
const SHARE = 3;
/** Frames that may leave one right after the other when there was time to spare before. */
const SPARED = 8;

/**
 * Turns facts into frames. A fact leaves at once while there is time to spare; when facts keep coming they
 * are gathered for a time that grows with the screens (119 → 4 ms, 1,000 → 36 ms), so that the cost per
 * screen is bounded by time and not by how many communes report.
 */
export class FrameGatherer {
	readonly #campaign: string;
	readonly #screens: () => number;
	readonly #emit: (frame: LoggedFrame) => void;
	#gathered: LoggedFact[] = [];
	#timer: NodeJS.Timeout | undefined;
	/** When the frames sent so far will have taken no more than their share of the time. */
	#paidAt = 0;
	/** How long the share of one frame is, in milliseconds. */
	#turn = 1;

	constructor(campaign: string, screens: () => number, emit: (frame: LoggedFrame) => void) {
		this.#campaign = campaign;
		this.#screens = screens;
		this.#emit = emit;
	}

	push(facts: LoggedFact[]): void {
		this.#gathered.push(...facts);
		if (this.#timer !== undefined) return;
		const wait = this.#paidAt - (SPARED - 1) * this.#turn - performance.now();
		if (wait <= 0) this.flush();
		else this.#timer = setTimeout(() => this.flush(), wait);
	}

	/** Sends what was gathered now. Before a screen joins, so that it hears nothing twice. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const frame = frameOf(this.#campaign, this.#gathered);
		if (!frame) return;
		this.#gathered = [];
		const begun = performance.now();
		this.#emit(frame);
		const ended = performance.now();
		const cost = Math.max(ended - begun, this.#screens() * PER_SCREEN);
		this.#turn = Math.max(1, cost * SHARE);
		this.#paidAt = Math.max(this.#paidAt, begun) + this.#turn;
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#gathered = [];
	}
}

/** The frame of a stretch of facts; null when there are none. */
export function frameOf(campaign: string, facts: LoggedFact[]): LoggedFrame | null {
	const [first] = facts;
	const last = facts.at(-1);
	return first && last ? { campaign, from: first.seq, to: last.seq, facts } : null;
}
