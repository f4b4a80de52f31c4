import { setTimeout as sleep } from 'node:timers/promises';
import { serveCalls } from '../remote.ts';
import { now } from './clock.ts';
import { Tally, type Deliveries } from './tally.ts';
import { Wire } from './wire.ts';

/** Connecting screens wait for each other in this number, or the listening queue overflows. */
const AT_ONCE = 128;
const FRAME = Buffer.from('42["frame"');

interface Place {
	/** Name of the set: one process holds screens of several servers. */
	set: string;
}
export interface OpenScreens extends Place {
	port: number;
	/** What each screen says when it connects. */
	auths: object[];
	campaign: string;
	/** The log's head: screens ask for what came after it. */
	since: number;
}
export interface Return {
	/** From the first connection until the last screen had everything, in milliseconds. */
	milliseconds: number;
	/** Received by each screen on the average. */
	bytes: number;
}

/** Reads which facts a frame holds, once per frame: all screens get the same bytes. */
class FrameReader {
	#known = '';
	from = 0;
	to = 0;

	read(bytes: Buffer): void {
		const start = bytes.toString('latin1', 10, 100);
		if (start === this.#known) return;
		const text = bytes.toString('utf8', 2);
		const [, frame] = JSON.parse(text) as [
			string,
			{ from: number; to: number; facts: { seq: number }[] }
		];
		const whole = frame.facts.every(({ seq }, i) => seq === frame.from + i);
		if (!whole || frame.facts.at(-1)?.seq !== frame.to)
			throw new Error(`a frame with gaps: ${text}`);
		this.#known = start;
		this.from = frame.from;
		this.to = frame.to;
	}
}

class Screens {
	readonly #options: OpenScreens;
	readonly #tally: Tally;
	readonly #reader = new FrameReader();
	readonly #wires: (Wire | null)[];
	readonly #heads: number[];
	#cut = false;
	lost = '';

	constructor(options: OpenScreens) {
		this.#options = options;
		this.#tally = new Tally(options.auths.length);
		this.#wires = options.auths.map(() => null);
		this.#heads = options.auths.map(() => options.since);
	}

	/** Connects all that are not; each is back when it has `head`. */
	async connect(head: number): Promise<Return> {
		this.#cut = false;
		const begun = now();
		let next = 0;
		const worker = async () => {
			while (next < this.#wires.length) await this.#connectOne(next++);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
		while (this.#heads.some((at) => at < head)) {
			if (now() - begun > 60_000) throw new Error('screens did not come back');
			await sleep(1);
		}
		const milliseconds = now() - begun;
		const bytes = this.#wires.reduce((sum, wire) => sum + (wire?.received ?? 0), 0);
		return { milliseconds, bytes: bytes / this.#wires.length };
	}

	#connectOne(index: number): Promise<void> {
		const { port, auths, campaign } = this.#options;
		return new Promise((resolve, reject) => {
			const wire = new Wire(port, auths[index] ?? {}, {
				connected: () => {
					const join = ['join', { campaign, since: this.#heads[index] }];
					wire.send(`20${JSON.stringify(join)}`);
				},
				packet: (bytes) => {
					if (bytes.length > 10 && bytes.compare(FRAME, 0, 10, 0, 10) === 0) {
						this.#deliver(index, bytes);
					} else if (bytes[1] === 51) {
						const text = bytes.toString('utf8', 3);
						if (text.includes('"units"')) reject(new Error('a screen got a snapshot'));
						if (text.includes('"ok":true')) resolve();
						else reject(new Error(`a screen was refused: ${text}`));
					}
				},
				closed: (reason) => {
					this.#wires[index] = null;
					if (this.#cut) return;
					this.lost = `a screen was ${reason}`;
					reject(new Error(this.lost));
				}
			});
			this.#wires[index] = wire;
		});
	}

	#deliver(screen: number, bytes: Buffer): void {
		this.#reader.read(bytes);
		const { from, to } = this.#reader;
		this.#tally.deliver(screen, from, to, now());
		if (to > (this.#heads[screen] ?? 0)) this.#heads[screen] = to;
	}

	begin(head: number): void {
		this.#tally.begin(head);
	}

	async collect(seqs: number[], within: number): Promise<Deliveries> {
		const end = now() + within;
		while (!this.#tally.complete(seqs) && !this.lost && now() < end) await sleep(2);
		await sleep(100); // what is doubled comes after
		if (this.lost) throw new Error(this.lost);
		return this.#tally.sum(seqs);
	}

	cut(): void {
		this.#cut = true;
		for (const wire of this.#wires) wire?.cut();
	}
}

const sets = new Map<string, Screens>();
function at(set: string): Screens {
	const screens = sets.get(set);
	if (!screens) throw new Error(`no screens of ${set}`);
	return screens;
}

const calls = {
	async open(options: OpenScreens): Promise<Return> {
		const screens = new Screens(options);
		sets.set(options.set, screens);
		return await screens.connect(options.since);
	},
	/** A block begins: facts after `head` count. */
	begin: ({ set, head }: Place & { head: number }) => at(set).begin(head),
	/** Waits until every screen has all of these, or time is up. */
	collect: ({ set, seqs, within }: Place & { seqs: number[]; within: number }) =>
		at(set).collect(seqs, within),
	cut: ({ set }: Place) => at(set).cut(),
	/** Connects what was cut; each screen asks for what it missed and is back when it has `head`. */
	comeBack: ({ set, head }: Place & { head: number }) => at(set).connect(head),
	close: ({ set }: Place) => {
		at(set).cut();
		sets.delete(set);
	}
};
export type ScreenCalls = typeof calls;

serveCalls(calls);
