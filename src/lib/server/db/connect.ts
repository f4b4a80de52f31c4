import { Kysely, PostgresDialect } from 'kysely';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Database } from '#lib/server/db/schema.ts';
import type { Batch } from './batch.ts';
import { beginning, settle } from './pooler.ts';

export interface ConnectOptions {
	/** Most connections at once. Default 10. */
	max?: number;
	/** What `pg_stat_activity` shows. */
	applicationName?: string;
	/** Milliseconds after which the server gives a statement up; 0 for never. Default 30 s. */
	statementTimeout?: number;
	/** Milliseconds after which a connection that says nothing is given up as lost; 0, the default: never. */
	answerWithin?: number;
	/** Called when one was given up: other connections to the same host may be lost too. */
	onSilence?: () => void;
	/** A pino logger, or the console. */
	log?: { error(details: object, message: string): void };
}

export interface Connection {
	db: Kysely<Database>;
	pool: pg.Pool;
	/** Connections opened before now may be dead and are not used again. */
	distrust: () => void;
}

/**
 * Opens a pool and a query builder over it; `db.destroy()` closes both. What it sends works through a pooler
 * of connections too, in session and in transaction mode.
 */
export function connect(
	url: string,
	{
		max = 10,
		applicationName = 'tien-do',
		statementTimeout = 30_000,
		answerWithin = 0,
		onSilence = () => undefined,
		log = { error: (details, message) => console.error(message, details) }
	}: ConnectOptions = {}
): Connection {
	const limits = { statement: statementTimeout, idleInTransaction: answerWithin };
	const distrust = () => pool.distrust();
	const silent = () => {
		distrust();
		onSilence();
	};
	const pool: WaryPool = new WaryPool({
		Client: answerWithin ? clientThatMustAnswer(answerWithin, silent) : OwnClient,
		connectionString: url,
		max,
		application_name: applicationName,
		connectionTimeoutMillis: Math.min(answerWithin || 5_000, 5_000),
		idleTimeoutMillis: 30_000,
		keepAlive: true,
		// The pool waits for it, which its types do not say.
		onConnect: (client): unknown => settle(client, limits),
		types: { getTypeParser }
	});
	// Without listeners a server that drops a connection would end this process. The pool listens to idle
	// connections only; one that dies between two statements of a transaction speaks for itself.
	const dropped = ({ message }: Error) => {
		if (!pool.ending) log.error({ reason: message }, 'The database dropped a connection.');
	};
	pool.on('error', dropped);
	pool.on('connect', (client) => void client.on('error', () => undefined));
	return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool, distrust };
}

type Lend = (error: Error | undefined, client?: pg.PoolClient, release?: () => void) => void;

/** A pool that can be told that its connections may be dead: it then closes those it had, and opens others. */
class WaryPool extends pg.Pool {
	readonly #openedAt = new WeakMap<pg.PoolClient, number>();
	#trustedSince = 0;

	constructor(config: pg.PoolConfig) {
		super(config);
		this.on('connect', (client) => void this.#openedAt.set(client, performance.now()));
	}

	distrust(): void {
		this.#trustedSince = performance.now();
	}

	override connect(): Promise<pg.PoolClient>;
	override connect(lend: Lend): void;
	override connect(lend?: Lend): Promise<pg.PoolClient> | void {
		const lent = this.#lendTrusted();
		if (!lend) return lent;
		lent.then((client) => lend(undefined, client, () => client.release()), lend);
	}

	async #lendTrusted(): Promise<pg.PoolClient> {
		for (;;) {
			const client = await super.connect();
			if ((this.#openedAt.get(client) ?? 0) >= this.#trustedSince) return client;
			client.release(true);
		}
	}
}

type Query = pg.Client['query'];

/** What `pg` writes into a start, missing from its types. */
const usual = pg.Client.prototype as unknown as { getStartupConf(): Record<string, string> };

/** A client in UTC (of all parameters of a start, poolers know this one) that says what a pooler needs to hear. */
class OwnClient extends pg.Client {
	getStartupConf(): Record<string, string> {
		return { ...usual.getStartupConf.call(this), TimeZone: 'UTC' };
	}
	override query = ((...values: Parameters<Query>) => this.ask(...values)) as Query;

	protected ask(first: unknown, ...rest: unknown[]): unknown {
		const values = [beginning(this, first), ...rest] as unknown as Parameters<Query>;
		return super.query(...values);
	}
}

/**
 * A client whose host may vanish without a goodbye: power loss, a cut cable. Its statement then fails, and
 * the connection goes with it, so that nobody is handed one with an old question in its queue.
 */
function clientThatMustAnswer(
	within: number,
	silent: () => void
): new (config?: pg.ClientConfig) => pg.ClientBase {
	return class extends OwnClient {
		constructor(config?: pg.ClientConfig) {
			super({ ...config, query_timeout: within });
		}
		override query = ((...values: Parameters<Query>) => {
			const asked = this.ask(...values);
			if (asked instanceof Promise) return asked.catch((error: Error) => this.#giveUp(error));
			// A batch tells each of its own; here it only matters whether anybody answered.
			const { answered } = asked as Partial<Batch>;
			answered?.catch((error: Error) => this.#giveUp(error)).catch(() => undefined);
			return asked;
		}) as Query;

		async #giveUp(error: Error): Promise<never> {
			const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
			if (/Query read timeout/.test(error.message) && !stream.destroyed) {
				silent();
				// Closed before the caller hears of it: only then does the pool know not to lend it again.
				const closed = once(stream, 'close');
				stream.destroy();
				await closed;
			}
			throw error;
		}
	};
}

const { builtins } = pg.types;

type Parser = (text: string) => unknown;

const parsers = new Map<number, Parser>([
	[builtins.DATE, (text) => text], // a Date would be local midnight: a day early in JSON
	[builtins.INT8, safeInteger],
	[builtins.TIMESTAMPTZ, (text) => new Date(text)]
]);

/** Ours belong to our pools only: another user of `pg` in this process keeps the usual ones. */
const getTypeParser: typeof pg.types.getTypeParser = (type: number, format?: string) =>
	parsers.get(type) ?? usualParser(type, format);

const usualParser = pg.types.getTypeParser as (type: number, format?: string) => Parser;

function safeInteger(text: string): number {
	const number = Number(text);
	if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number.`);
	return number;
}
