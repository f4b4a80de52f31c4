import { Kysely, PostgresDialect } from 'kysely';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import pg from 'pg';
import type { Database } from '#lib/server/db/schema.ts';

export interface ConnectOptions {
	/** Most connections at once. Default 10. */
	max?: number;
	/** What `pg_stat_activity` shows. */
	applicationName?: string;
	/** Milliseconds after which the server gives a statement up; 0 for never. Default 30 s. */
	statementTimeout?: number;
	/** Milliseconds after which a connection that says nothing is given up as lost; 0, the default: never. */
	answerWithin?: number;
	/** A pino logger, or the console. */
	log?: { error(details: object, message: string): void };
}

export interface Connection {
	db: Kysely<Database>;
	pool: pg.Pool;
}

/** Opens a pool and a query builder over it; `db.destroy()` closes both. */
export function connect(
	url: string,
	{
		max = 10,
		applicationName = 'tien-do',
		statementTimeout = 30_000,
		answerWithin = 0,
		log = { error: (details, message) => console.error(message, details) }
	}: ConnectOptions = {}
): Connection {
	const pool = new pg.Pool({
		Client: answerWithin ? clientThatMustAnswer(answerWithin) : pg.Client,
		connectionString: url,
		max,
		application_name: applicationName,
		connectionTimeoutMillis: 5_000,
		idleTimeoutMillis: 30_000,
		keepAlive: true,
		statement_timeout: statementTimeout,
		options: '-c TimeZone=UTC',
		types: { getTypeParser }
	});
	// Without listeners a server that drops a connection would end this process. The pool listens to idle
	// connections only; one that dies between two statements of a transaction speaks for itself.
	const dropped = ({ message }: Error) => {
		if (!pool.ending) log.error({ reason: message }, 'The database dropped a connection.');
	};
	pool.on('error', dropped);
	pool.on('connect', (client) => void client.on('error', () => undefined));
	return { db: new Kysely<Database>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/**
 * A client whose host may vanish without a goodbye: power loss, a cut cable. Its statement then fails, and
 * the connection goes with it, so that nobody is handed one with an old question in its queue.
 */
function clientThatMustAnswer(within: number): new (config?: pg.ClientConfig) => pg.ClientBase {
	return class extends pg.Client {
		constructor(config?: pg.ClientConfig) {
			super({ ...config, query_timeout: within });
		}
		override query = ((...values: Parameters<pg.Client['query']>) => {
			const asked: unknown = super.query(...values);
			if (!(asked instanceof Promise)) return asked;
			return asked.catch(async (error: Error) => {
				const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
				if (/Query read timeout/.test(error.message) && !stream.destroyed) {
					// Closed before the caller hears of it: only then does the pool know not to lend it again.
					const closed = once(stream, 'close');
					stream.destroy();
					await closed;
				}
				throw error;
			});
		}) as pg.Client['query'];
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
