import type { CampaignBoard } from '#lib/campaign/board.ts';
import { campaignNow } from '#lib/campaign/calendar/clock.ts';
import type { Fact } from '#lib/campaign/facts.ts';
import { reduceReceived } from '#lib/campaign/read-fact.ts';
import type { Frame } from '#lib/protocol/frames.ts';
import { boardOver, type Snapshot } from '#lib/protocol/snapshot.ts';

/** How many of the newest facts a screen keeps for its feed. */
const RECENT = 200; // a bulk of verdicts does not push the reports out

/** One campaign's live board. Fed numbered facts; says what became of each frame. Knows no socket. */
export class LiveBoard {
	#board: CampaignBoard;
	#version = $state(0);
	/** Server's real time minus this device's, in milliseconds; null before the server was heard. */
	offset = $state.raw<number | null>(null);
	#assumed = $state.raw(0);
	/** Campaign time by the server's clock; moves with `tick`. */
	now = $state.raw(new Date(0));
	/** Campaign time of the whole this board was last started from. */
	asOf = $state.raw(new Date(0));
	/** Facts received since the page was opened and those it was opened with, newest first. */
	recent = $state.raw<Fact[]>([]);
	/** Whether it was sent something that this version of the page cannot read: it is not the whole any more. */
	incomplete = $state.raw(false);

	/** @param snapshot the board takes it over */
	constructor(snapshot: Snapshot, recent: Fact[] = []) {
		this.#board = boardOver(snapshot);
		this.recent = recent;
		this.now = this.asOf = new Date(snapshot.as_of);
	}

	/** The board as it stands. Reading it in a `$derived` follows every change; do not change it. */
	get board(): CampaignBoard {
		void this.#version;
		return this.#board;
	}

	get campaign() {
		return this.board.campaign;
	}

	get seq(): number {
		return this.board.seq;
	}

	/** Whose knowledge the board is. */
	get view(): string {
		return this.board.view;
	}

	/** A 'gap' leaves the board untouched; the link must resume from `seq`. */
	apply({ from, to, facts }: Frame): 'applied' | 'duplicate' | 'gap' {
		if (to <= this.#board.seq) return 'duplicate';
		if (from > this.#board.seq + 1) return 'gap';
		const fresh = facts.filter(({ seq }) => seq > this.#board.seq);
		const read = fresh.filter((fact) => reduceReceived(this.#board, fact));
		if (read.length < fresh.length) this.incomplete = true;
		const known = read.filter((fact) => fact.kind !== 'withheld');
		this.recent = [...known.reverse(), ...this.recent].slice(0, RECENT);
		this.#changed();
		return 'applied';
	}

	/** Takes over a whole new board: after too long an absence, or when the server's log went back. */
	replace(snapshot: Snapshot): void {
		this.#board = boardOver(snapshot);
		this.recent = [];
		this.incomplete = false;
		this.asOf = new Date(snapshot.as_of);
		this.#changed();
	}

	/** Corrects the screen's clock by the server's real time (ISO) just heard. */
	synchronize(serverTime: string): void {
		this.offset = Date.parse(serverTime) - Date.now();
		this.tick();
	}

	/** Assumes, until the server is heard, that this device is off by so many milliseconds. */
	correct(offset: number): void {
		this.#assumed = offset;
		this.tick();
	}

	/** How far this device's clock is off, by the server or by what was kept, in milliseconds. */
	get clockError(): number {
		return this.offset ?? this.#assumed;
	}

	/** Moves `now` to the present. */
	tick(): void {
		const { clock, time_zone } = this.#board.campaign;
		this.now = campaignNow(clock, time_zone, new Date(Date.now() + this.clockError));
	}

	#changed(): void {
		this.#version++;
		this.tick();
	}
}
