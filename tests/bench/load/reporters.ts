import { randomUUID } from 'node:crypto';
import { serveCalls } from '../remote.ts';
import { momentsOf, type Arrivals } from './arrivals.ts';
import { now, reach } from './clock.ts';
import { Wire } from './wire.ts';

export interface OpenReporters {
	set: string;
	port: number;
	campaign: string;
	/** Communes and who reports for them. */
	reporters: { unit: string; auth: object }[];
	/** Days they may report. */
	dates: string[];
	/** Revision every commune's day has already. */
	revision: number;
}

/** One report: when it was due, when its durable answer came (both in `now()`), its number in the log. */
export interface Reported {
	due: number;
	answered: number;
	seq: number;
}

interface Cell {
	reporter: number;
	date: string;
	revision: number;
}
type Answer = { ok: true; seq: number; result: { revision: number } } | { ok: false };

/** A day that raises no question: a book, and about as many cases of each kind as on every other day. */
const FIELDS = [
	{ category: 'birth', measure: 'books' },
	...['birth', 'death', 'marriage', 'marital_status', 'change_correction'].map((category) => ({
		category,
		measure: 'cases'
	}))
];

/** The focal points of one server. Each report goes to another commune's day, in turn. */
class Reporters {
	readonly #options: OpenReporters;
	readonly #wires: Wire[] = [];
	readonly #cells: Cell[];
	readonly #waiting = new Map<number, (answer: Answer, text: string) => void>();
	#sent = 0;

	constructor(options: OpenReporters) {
		const { reporters, dates, revision } = options;
		this.#options = options;
		this.#cells = dates.flatMap((date) =>
			reporters.map((_, reporter) => ({ reporter, date, revision }))
		);
	}

	async connect(): Promise<void> {
		const { port, reporters } = this.#options;
		for (const { auth } of reporters) {
			await new Promise<void>((resolve) => {
				const wire = new Wire(port, auth, {
					connected: resolve,
					packet: (bytes) => this.#answered(bytes),
					closed: (reason) => {
						for (const answer of this.#waiting.values())
							answer({ ok: false }, `the wire ${reason}`);
					}
				});
				this.#wires.push(wire);
			});
		}
	}

	#answered(bytes: Buffer): void {
		if (bytes[1] !== 51) return; // an event: reporters do not look at frames
		const text = bytes.toString('utf8', 2);
		const [, id] = /^(\d+)\[/.exec(text) ?? [];
		if (id === undefined) return;
		const answer = (JSON.parse(text.slice(id.length)) as [Answer])[0];
		this.#waiting.get(Number(id))?.(answer, text);
		this.#waiting.delete(Number(id));
	}

	async run(arrivals: Arrivals): Promise<Reported[]> {
		const begin = now() + 20;
		const reports: Promise<Reported>[] = [];
		for (const moment of momentsOf(arrivals)) {
			const due = begin + moment;
			if (now() < due) await reach(due);
			reports.push(this.#report(due));
		}
		return await Promise.all(reports);
	}

	#report(due: number): Promise<Reported> {
		const id = ++this.#sent;
		const cell = this.#cells[id % this.#cells.length];
		const wire = this.#wires[cell?.reporter ?? 0];
		if (!cell || !wire) throw new Error('there are no reporters');
		const { campaign, reporters } = this.#options;
		const input = {
			unit: reporters[cell.reporter]?.unit,
			date: cell.date,
			lines: FIELDS.map((field, i) => ({ ...field, amount: i === 0 ? 1 : 4 + ((id + i) % 3) })),
			base_revision: cell.revision,
			device_time: `${cell.date}T09:00:00+07:00`
		};
		const command = { id: randomUUID(), type: 'report.submit', campaign, input };
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, (answer, text) => {
				if (!answer.ok) return reject(new Error(`a report was refused: ${text}`));
				cell.revision = answer.result.revision;
				resolve({ due, answered: now(), seq: answer.seq });
			});
			wire.send(`2${id}${JSON.stringify(['command', command])}`);
		});
	}

	close(): void {
		this.#waiting.clear();
		for (const wire of this.#wires) wire.cut();
	}
}

const sets = new Map<string, Reporters>();

const calls = {
	async open(options: OpenReporters): Promise<void> {
		const reporters = new Reporters(options);
		await reporters.connect();
		sets.set(options.set, reporters);
	},
	async run({ set, arrivals }: { set: string; arrivals: Arrivals }): Promise<Reported[]> {
		const reporters = sets.get(set);
		if (!reporters) throw new Error(`no reporters of ${set}`);
		return await reporters.run(arrivals);
	},
	close({ set }: { set: string }): void {
		sets.get(set)?.close();
		sets.delete(set);
	}
};
export type ReporterCalls = typeof calls;

serveCalls(calls);
