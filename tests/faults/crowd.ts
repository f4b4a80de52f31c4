import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#lib/simulation/random.ts';
import { OutboxSender, type Endpoint } from './outbox-sender.ts';

/** People who act without end, each by a sender of their own, until they are held or stopped. */
export abstract class Crowd<Person extends Endpoint, Act> {
	/** Answers nobody should get, whatever breaks. */
	readonly refused: string[] = [];
	/** Acts acknowledged. */
	count = 0;
	protected readonly random: Random;
	readonly #pause: number;
	/** Answered since last taken. */
	#acknowledged: Act[] = [];
	readonly #senders: OutboxSender[] = [];
	readonly #lives: Promise<void>[] = [];
	#stopped = false;
	#held: Promise<void> | null = null;
	#release = () => {};
	#busy = 0;

	/** @param pause the longest time, in milliseconds, between one act of a person and the next */
	constructor(random: Random, pause: number) {
		this.random = random;
		this.#pause = pause;
	}

	/** One act: it ends when it was answered, or when the sender was stopped. */
	protected abstract act(person: Person, sender: OutboxSender): Promise<void>;

	/** Attempts beyond the first. */
	get retries(): number {
		return this.#senders.reduce((sum, { retries }) => sum + retries, 0);
	}

	/** Lets nobody begin anything else, and waits until all that was begun is answered. */
	async hold(): Promise<void> {
		this.#held ??= new Promise((release) => (this.#release = release));
		while (this.#busy > 0) await sleep(5);
	}

	goOn(): void {
		this.#release();
		this.#held = null;
	}

	/** What was acknowledged since the last call. */
	take(): Act[] {
		const taken = this.#acknowledged;
		this.#acknowledged = [];
		return taken;
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		for (const sender of this.#senders) sender.stop();
		this.goOn();
		await Promise.all(this.#lives);
	}

	/** Lets them begin, last thing in the constructor of whoever knows how they act. */
	protected begin(people: Person[]): void {
		this.#lives.push(...people.map((person) => this.#live(person)));
	}

	protected acknowledge(act: Act): void {
		this.#acknowledged.push(act);
		this.count++;
	}

	async #live(person: Person): Promise<void> {
		const sender = new OutboxSender(person, this.random);
		this.#senders.push(sender);
		while (!this.#stopped) {
			await this.#held;
			if (this.#stopped) break;
			this.#busy++;
			await this.act(person, sender);
			this.#busy--;
			await sleep(this.random.between(0, this.#pause));
		}
		sender.close();
	}
}
