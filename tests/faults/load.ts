import type { CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import type { Random } from '#lib/simulation/random.ts';
import type { OutboxSender, Endpoint } from './outbox-sender.ts';
import { Crowd } from './crowd.ts';

type Input = CommandInput<'report.submit'>;
type Result = CommandResults['report.submit'];

/** A command and the answer its sender holds: from then on it must never be lost. */
export interface Acknowledged {
	id: string;
	input: Input;
	seq: number;
	result: Result;
}

const DAYS = ['2025-03-01', '2025-03-02', '2025-03-03'];
const CATEGORIES = ['birth', 'death', 'marriage'];

interface Phone extends Endpoint {
	unit: string;
}
/** With the newest revision it has seen of each day. */
type Reporting = Phone & { known: Map<string, number> };

/** Focal points who report without end. */
export class Load extends Crowd<Reporting, Acknowledged> {
	/** Attempts that found the work of an earlier one done. */
	again = 0;
	readonly #campaignTime: (at: number) => string;

	/** @param campaignTime of a moment of real time, ISO */
	constructor(phones: Phone[], random: Random, campaignTime: (at: number) => string, pause = 60) {
		super(random, pause);
		this.#campaignTime = campaignTime;
		this.begin(phones.map((phone) => ({ ...phone, known: new Map() })));
	}

	protected override async act({ unit, known }: Reporting, sender: OutboxSender): Promise<void> {
		const input = this.#write(unit, known);
		const delivered = await sender.deliver('report.submit', input);
		if (!delivered) return;
		const { id, answer, sent } = delivered;
		if (!answer.ok) return void this.refused.push(`${id}: ${JSON.stringify(answer.error)}`);
		const result = answer.result as Result;
		if (result.received_at < this.#campaignTime(sent)) this.again++;
		known.set(input.date, result.revision);
		this.acknowledge({ id, input, seq: answer.seq, result });
	}

	/** Some figures of one day, based on the newest revision this phone has seen. */
	#write(unit: string, known: Map<string, number>): Input {
		const date = DAYS[this.random.whole(0, DAYS.length - 1)] ?? '';
		const categories = CATEGORIES.filter(() => this.random.chance(0.5));
		const lines = (categories.length ? categories : CATEGORIES.slice(0, 1)).map((category) => ({
			category,
			measure: this.random.chance(0.7) ? 'cases' : 'books',
			amount: this.random.whole(0, 400)
		}));
		const device_time = new Date().toISOString();
		return { unit, date, lines, base_revision: known.get(date) ?? 0, device_time };
	}
}
