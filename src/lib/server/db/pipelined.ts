import {
	AbortedTransactionError,
	Kysely,
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type CompiledQuery,
	type DatabaseConnection,
	type Driver,
	type QueryResult
} from 'kysely';
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import pg from 'pg';
import { Batch, PreparedNames, type Statement } from './batch.ts';
import { limitsOfTransaction } from './pooler.ts';
import type { Database } from './schema.ts';

/** A transaction whose statements do not wait for one another: what is sent in one breath travels together. */
export interface PipelinedTransaction {
	tx: Kysely<Database>;
	/** Sends a statement. Statements are carried out in the order in which they were sent. */
	send: <Row>(query: CompiledQuery<Row>) => Promise<QueryResult<Row>>;
	/** Sends the commit behind what was sent before, so that locks are held for no round trip. */
	commit: () => void;
}

/**
 * Runs `work` in a transaction. What it did not commit itself is committed after it; when it throws or a
 * statement fails, nothing stays.
 */
export async function pipelined<T>(
	pool: pg.Pool,
	work: (transaction: PipelinedTransaction) => Promise<T>
): Promise<T> {
	const client = await pool.connect();
	const session = sessionOf(client);
	let lost = false;
	let committed: Promise<pg.QueryResult> | undefined;
	const say = (text: string) => {
		const said = session.send(text, []);
		said.catch(() => undefined); // what follows fails with it, and that is waited for
		return said;
	};
	const commit = () => (committed ??= say('commit'));
	try {
		void say('begin');
		const limits = limitsOfTransaction(client);
		if (limits !== null) void say(limits);
		const send = <Row>(query: CompiledQuery<Row>) => session.execute<Row>(query);
		const result = await work({ tx: session.handle, send, commit: () => void commit() });
		if ((await commit()).command === 'ROLLBACK') throw new AbortedTransactionError();
		return result;
	} catch (error) {
		await committed?.catch(() => undefined);
		lost = /Query read timeout/.test((error as Error).message); // nobody there to be told anything
		if (!lost) await say('rollback').catch(() => (lost = true));
		throw error;
	} finally {
		if (lost) session.drop();
		client.release(lost);
	}
}

const names = new Map<string, string>();
/** More texts than commands have; those beyond are planned every time. */
const MOST_NAMES = 200;

/**
 * A statement with a name is parsed and planned once per connection: of a large one that is most of the
 * cost. The name is the same wherever the text is, as the build has its own copy of this module.
 */
function nameOf(text: string): string {
	const known = names.get(text);
	if (known !== undefined) return known;
	if (names.size >= MOST_NAMES) return '';
	const name = createHash('sha1').update(text).digest('base64url');
	names.set(text, name);
	return name;
}

/** `pg`'s own way of writing a value to the wire, missing from its types. */
const { utils } = pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } };

/** What a connection is used for here: statements wait until the breath is over and leave as one batch. */
class Session {
	readonly handle: Kysely<Database>;
	readonly #client: pg.PoolClient;
	readonly #prepared = new PreparedNames();
	#waiting: Statement[] = [];

	constructor(client: pg.PoolClient) {
		this.#client = client;
		this.handle = new Kysely<Database>({
			dialect: {
				createDriver: () => new SessionDriver(this),
				createAdapter: () => new PostgresAdapter(),
				createQueryCompiler: () => new PostgresQueryCompiler(),
				createIntrospector: (db) => new PostgresIntrospector(db)
			}
		});
	}

	send(text: string, parameters: readonly unknown[]): Promise<pg.QueryResult> {
		const values = parameters.map((value) => utils.prepareValue(value));
		return new Promise((resolve, reject) => {
			// The breath ends when the code that was called from the outside has come to rest.
			if (this.#waiting.length === 0) process.nextTick(() => this.#flush());
			this.#waiting.push({ name: this.#nameOf(text), text, values, resolve, reject });
		});
	}

	/** Behind a pooler the next statement may reach another server connection, which knows no such name. */
	#nameOf(text: string): string {
		return limitsOfTransaction(this.#client) === null ? nameOf(text) : '';
	}

	async execute<Row>({ sql, parameters }: CompiledQuery<Row>): Promise<QueryResult<Row>> {
		const { rows, rowCount } = await this.send(sql, parameters);
		return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
	}

	/** The other side does not answer any more. */
	drop(): void {
		(this.#client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
	}

	#flush(): void {
		const batch = new Batch(this.#waiting, this.#prepared, this.#client);
		this.#waiting = [];
		this.#client.query(batch);
	}
}

// Kept with the connection: both copies of this module, the entry's and the build's, use the same pool.
const SESSION = Symbol.for('tien-do.session');
function sessionOf(client: pg.PoolClient & { [SESSION]?: Session }): Session {
	return (client[SESSION] ??= new Session(client));
}

/** Lets Kysely speak on a connection that somebody else took from the pool and gives back. */
class SessionDriver implements Driver {
	readonly #connection: DatabaseConnection;

	constructor(session: Session) {
		this.#connection = {
			executeQuery: (query: CompiledQuery) => session.execute<never>(query),
			streamQuery: () => {
				throw new Error('Rows are not streamed inside a command.');
			}
		};
	}
	init = () => Promise.resolve();
	acquireConnection = () => Promise.resolve(this.#connection);
	releaseConnection = () => Promise.resolve();
	destroy = () => Promise.resolve();
	beginTransaction = refuse;
	commitTransaction = refuse;
	rollbackTransaction = refuse;
}

function refuse(): Promise<never> {
	return Promise.reject(new Error('The transaction is not the handler’s to begin or end.'));
}
