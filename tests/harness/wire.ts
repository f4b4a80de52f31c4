import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a network does to everything that passes, each way. */
export interface Weather {
	/** Milliseconds on the way. */
	delay: number;
	/** Bytes per second of one connection. */
	bandwidth: number;
}

/** Bytes on the way after which the sender is not read any more, as a real network pushes back. */
const ON_THE_WAY = 256 * 1024;
const FIRST_WORDS = 2048;

/** One connection through a proxy. */
export class Wire {
	/** The first words of the client: what tells one connection of a database's client from another. */
	said = '';
	readonly #client: Socket;
	readonly #upstream: Socket;
	readonly #directions: Direction[];

	constructor(client: Socket, upstream: Socket, weather: Weather) {
		this.#client = client;
		this.#upstream = upstream;
		this.#directions = [
			new Direction(client, upstream, weather),
			new Direction(upstream, client, weather)
		];
		client.on('data', (chunk: Buffer) => {
			if (this.said.length < FIRST_WORDS) this.said += chunk.toString('latin1');
		});
		for (const socket of [client, upstream]) socket.on('error', () => this.cut());
	}

	/** Ends it without a goodbye. */
	cut(): void {
		for (const socket of [this.#client, this.#upstream]) {
			// One that is saying goodbye cannot be reset: Node would leave it open for ever.
			if (socket.writableEnded) socket.destroy();
			else socket.resetAndDestroy();
		}
	}

	/** Goes silent: both ends stay open and nothing passes, as when the other host lost its power. */
	freeze(): void {
		for (const direction of this.#directions) direction.freeze();
	}

	/** What was held back passes, as after a cable is plugged in again. */
	thaw(): void {
		for (const direction of this.#directions) direction.thaw();
	}
}

/** Carries what one end says to the other. */
class Direction {
	readonly #from: Socket;
	readonly #to: Socket;
	readonly #weather: Weather;
	#queue: { chunk: Buffer | null; due: number }[] = [];
	#queued = 0;
	#carrying = false;
	#frozen = false;

	constructor(from: Socket, to: Socket, weather: Weather) {
		this.#from = from;
		this.#to = to;
		this.#weather = weather;
		from.on('data', (chunk: Buffer) => this.#take(chunk));
		from.on('end', () => this.#take(null));
		from.on('close', () => this.#take(null));
	}

	freeze(): void {
		this.#frozen = true;
		this.#from.pause();
	}

	thaw(): void {
		this.#frozen = false;
		this.#from.resume();
		void this.#carry();
	}

	#take(chunk: Buffer | null): void {
		this.#queue.push({ chunk, due: Date.now() + this.#weather.delay });
		this.#queued += chunk?.length ?? 0;
		if (this.#queued > ON_THE_WAY) this.#from.pause();
		void this.#carry();
	}

	async #carry(): Promise<void> {
		if (this.#carrying) return;
		this.#carrying = true;
		for (let next; !this.#frozen && (next = this.#queue[0]);) {
			const wait = next.due - Date.now();
			if (wait > 0) {
				await sleep(wait);
				continue; // it may have frozen meanwhile
			}
			this.#queue.shift();
			await this.#pass(next.chunk);
		}
		this.#carrying = false;
	}

	async #pass(chunk: Buffer | null): Promise<void> {
		if (this.#to.destroyed) return;
		if (!chunk) return void this.#to.end();
		this.#queued -= chunk.length;
		if (!this.#to.write(chunk)) {
			await new Promise<void>((done) => {
				this.#to.once('drain', done).once('close', done);
			});
		}
		const { bandwidth } = this.#weather;
		if (Number.isFinite(bandwidth)) await sleep((chunk.length / bandwidth) * 1000);
		if (!this.#frozen && this.#queued < ON_THE_WAY) this.#from.resume();
	}
}
