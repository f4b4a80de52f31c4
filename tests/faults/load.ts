import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandAnswer, CommandInput, CommandResults } from '#lib/protocol/commands.ts';
import { RECONNECT } from '#lib/live/reconnect.ts';
import type { Random } from '#lib/simulation/random.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client } from '../harness/client.ts';
import { sendByHttp } from './send.ts';

type Input = CommandInput<'report.submit'>;
type Result = CommandResults['report.submit'];

/** A command and the answer its sender holds: from then on it must never be lost. */
export interface Acknowledged {
	id: string;
	input: Input;
	seq: number;
	result: Result;
}

/** As long as the product's own link waits before it takes the same id to HTTP. */
const ANSWER_WITHIN = 8_000;
const DAYS = ['2025-03-01', '2025-03-02', '2025-03-03'];
const CATEGORIES = ['birth', 'death', 'marriage'];

interface Phone {
	url: string;
	token: string;
	unit: string;
}

/** Focal points who report without end. What is not answered is sent again under its id, as an outbox does. */
export class Load {
	/** Answered since last taken. */
	#acknowledged: Acknowledged[] = [];
	/** Answers nobody should get, whatever breaks: everything that is neither done nor `unavailable`. */
	readonly refused: string[] = [];
	count = 0;
	/** Attempts beyond the first. */
	retries = 0;
	/** Attempts that found the work of an earlier one done. */
	again = 0;
	readonly #random: Random;
	readonly #campaignTime: () => string;
	readonly #pause: number;
	readonly #phones: Promise<void>[];
	#stopped = false;
	#held: Promise<void> | null = null;
	#release = () => {};
	#busy = 0;

	/**
	 * @param campaignTime now, ISO
	 * @param pause the longest time, in milliseconds, between an answer and the next report of a phone
	 */
	constructor(phones: Phone[], random: Random, campaignTime: () => string, pause = 60) {
		this.#random = random;
		this.#campaignTime = campaignTime;
		this.#pause = pause;
		this.#phones = phones.map((phone) => this.#run(phone));
	}

	/** Lets nobody begin another report, and waits until all that were begun are answered. */
	async hold(): Promise<void> {
		this.#held ??= new Promise((release) => (this.#release = release));
		while (this.#busy > 0) await sleep(5);
	}

	goOn(): void {
		this.#release();
		this.#held = null;
	}

	/** What was acknowledged since the last call. */
	take(): Acknowledged[] {
		const taken = this.#acknowledged;
		this.#acknowledged = [];
		return taken;
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		this.goOn();
		await Promise.all(this.#phones);
	}

	async #run(phone: Phone): Promise<void> {
		const client = new Client(phone.url, phone.token, RECONNECT);
		const known = new Map<string, number>();
		while (!this.#stopped) {
			await this.#held;
			if (this.#stopped) break;
			this.#busy++;
			const input = this.#write(phone.unit, known);
			const answer = await this.#deliver(client, phone, input);
			if (answer) known.set(input.date, answer.result.revision);
			this.#busy--;
			await sleep(this.#random.between(0, this.#pause));
		}
		client.close();
	}

	/** Some figures of one day, based on the newest revision this phone has seen. */
	#write(unit: string, known: Map<string, number>): Input {
		const date = DAYS[this.#random.whole(0, DAYS.length - 1)] ?? '';
		const categories = CATEGORIES.filter(() => this.#random.chance(0.5));
		const lines = (categories.length ? categories : CATEGORIES.slice(0, 1)).map((category) => ({
			category,
			measure: this.#random.chance(0.7) ? 'cases' : 'books',
			amount: this.#random.whole(0, 400)
		}));
		const device_time = new Date().toISOString();
		return { unit, date, lines, base_revision: known.get(date) ?? 0, device_time };
	}

	async #deliver(client: Client, phone: Phone, input: Input): Promise<Acknowledged | null> {
		const id = this.#random.uuid();
		for (let attempt = 0; ; attempt++) {
			if (attempt > 0) this.retries++;
			const sent = this.#campaignTime();
			const answer = await this.#send(client, phone, { id, type: 'report.submit', input });
			if (answer?.ok) {
				const { seq, result } = answer;
				if ((result as Result).received_at < sent) this.again++;
				const acknowledged = { id, input, seq, result: result as Result };
				this.#acknowledged.push(acknowledged);
				this.count++;
				return acknowledged;
			}
			if (answer && answer.error.code !== 'unavailable') {
				this.refused.push(`${id}: ${JSON.stringify(answer.error)}`);
				return null;
			}
			if (this.#stopped) return null;
			await sleep(this.#random.between(50, 300));
		}
	}

	/** By the socket, else by HTTP; sometimes by HTTP anyway. Null when no answer came. */
	async #send(
		client: Client,
		{ url, token }: Phone,
		command: { id: string; type: string; input: Input }
	): Promise<CommandAnswer | null> {
		try {
			if (client.socket.connected && !this.#random.chance(0.2)) {
				const answer = await client.ask('command', { ...command, campaign: SLUG }, ANSWER_WITHIN);
				return answer as CommandAnswer;
			}
			return await sendByHttp(url, token, command, ANSWER_WITHIN);
		} catch {
			return null;
		}
	}
}
