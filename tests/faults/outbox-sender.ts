import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandAnswer, CommandType } from '#lib/protocol/commands.ts';
import { RECONNECT } from '#lib/live/reconnect.ts';
import type { Random } from '#lib/simulation/random.ts';
import { SLUG } from '../harness/campaign.ts';
import { Client } from '../harness/client.ts';
import { sendByHttp } from './send.ts';

/** As long as the product's own link waits before it takes the same id to HTTP. */
const ANSWER_WITHIN = 8_000;

/** Who gives commands, and to which address. */
export interface Endpoint {
	url: string;
	token: string;
}

/** A command's last word: done, or refused for good. */
interface Delivered {
	id: string;
	answer: CommandAnswer;
	/** When the attempt that was answered set out, in milliseconds of real time. */
	sent: number;
}

/** Carries one person's commands. What is not answered is sent again under its id, as an outbox does. */
export class OutboxSender {
	/** Attempts beyond the first. */
	retries = 0;
	readonly #endpoint: Endpoint;
	readonly #random: Random;
	readonly #client: Client;
	#stopped = false;

	constructor(endpoint: Endpoint, random: Random) {
		this.#endpoint = endpoint;
		this.#random = random;
		this.#client = new Client(endpoint.url, endpoint.token, RECONNECT);
	}

	/** Tries until it is answered with anything but `unavailable`. Null when it was stopped before that. */
	async deliver(type: CommandType, input: object): Promise<Delivered | null> {
		const id = this.#random.uuid();
		for (let attempt = 0; ; attempt++) {
			if (attempt > 0) this.retries++;
			const sent = Date.now();
			const answer = await this.#send({ id, type, input });
			if (answer && (answer.ok || answer.error.code !== 'unavailable')) return { id, answer, sent };
			if (this.#stopped) return null;
			await sleep(this.#random.between(50, 300));
		}
	}

	/** Does not try again what is under way. */
	stop(): void {
		this.#stopped = true;
	}

	close(): void {
		this.#client.close();
	}

	/** By the socket, else by HTTP; sometimes by HTTP anyway. Null when no answer came. */
	async #send(command: { id: string; type: string; input: object }): Promise<CommandAnswer | null> {
		try {
			if (this.#client.socket.connected && !this.#random.chance(0.2)) {
				const payload = { ...command, campaign: SLUG };
				const answer = await this.#client.ask('command', payload, ANSWER_WITHIN);
				return answer as CommandAnswer;
			}
			return await sendByHttp(this.#endpoint.url, this.#endpoint.token, command, ANSWER_WITHIN);
		} catch {
			return null;
		}
	}
}
