import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isDatabaseAway } from '../problem.ts';
import { databaseAt, refusalOf } from './refusal.ts';

/** How often a database that is away is tried, in milliseconds. */
const TRY_EVERY = 500;
/** How often it is said that it is still waited for, in milliseconds. */
const SAY_EVERY = 30_000;

/** The database will not be there however long one waits; the message says why in one sentence. */
export class DatabaseRefused extends Error {
	override readonly name = 'DatabaseRefused';
}

interface OpeningOptions {
	log: Logger;
	/** A worker: whoever started it looks at the database too, says what is wrong, and decides. */
	supervised?: boolean;
}

/** Waits for a database that may be away or starting, while the rest of the program runs already. */
export class Opening {
	/**
	 * Settled when the database is there and prepared.
	 * @throws `DatabaseRefused`, or what preparing it threw
	 */
	readonly done: Promise<void>;
	/** Settled as soon as it is known whether it has to be waited for. @throws as `done` */
	readonly known: Promise<void>;
	readonly #stop = new AbortController();
	readonly #url: string;
	readonly #options: OpeningOptions;
	#saidAt: number | null = null;

	/** @param prepare may be called again and again until it succeeds */
	constructor(url: string, prepare: () => Promise<void>, options: OpeningOptions) {
		this.#url = url;
		this.#options = options;
		const waits = Promise.withResolvers<void>();
		this.done = this.#open(prepare, () => waits.resolve());
		this.done.catch(() => undefined); // whoever wants to know asks `done` or `known`
		this.known = Promise.race([this.done, waits.promise]);
		this.known.catch(() => undefined);
	}

	/** Gives up; `done` is then left unsettled or settled as it was. */
	async stop(): Promise<void> {
		this.#stop.abort();
		await Promise.race([this.done.catch(() => undefined), sleep(TRY_EVERY)]);
	}

	async #open(prepare: () => Promise<void>, waits: () => void): Promise<void> {
		const { log, supervised = false } = this.#options;
		while (!this.#stop.signal.aborted) {
			try {
				await prepare();
				if (this.#saidAt !== null && !supervised) log.info('the database is there');
				return;
			} catch (error) {
				this.#judge(error);
				waits();
			}
			await sleep(TRY_EVERY);
		}
		await new Promise(() => undefined);
	}

	/** Says what is waited for. @throws what cannot be waited for */
	#judge(error: unknown): void {
		const { log, supervised = false } = this.#options;
		const refusal = refusalOf(error, this.#url);
		if (refusal === null && !isDatabaseAway(error)) throw error;
		if (refusal !== null && !supervised) throw new DatabaseRefused(refusal, { cause: error });
		if (supervised && (refusal === null || this.#saidAt === null)) {
			this.#saidAt ??= Date.now();
			return;
		}
		if (this.#saidAt !== null && Date.now() - this.#saidAt < SAY_EVERY) return;
		this.#saidAt = Date.now();
		const { code, message } = error as { code?: string; message: string };
		log.warn({ reason: refusal ?? (message || code) }, `${databaseAt(this.#url)} is waited for`);
	}
}
