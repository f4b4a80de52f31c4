import pg from 'pg';

/** One statement of a batch, and who waits for its answer. */
export interface Statement {
	/** Under which it is prepared on the connection, once; an empty one is planned every time. */
	name: string;
	text: string;
	/** As `pg` writes them to the wire. */
	values: unknown[];
	resolve: (result: pg.QueryResult) => void;
	reject: (error: Error) => void;
}

/** Which named statements a connection has. */
export class PreparedNames {
	readonly #known = new Set<string>();
	/** Sent in a batch that failed: it may have them or not. */
	readonly #doubtful = new Set<string>();

	/** Asks for a statement unless the connection has it. @returns whether it was asked for now */
	prepare(connection: WireConnection, { name, text }: Statement): boolean {
		if (name && this.#known.has(name)) return false;
		if (this.#doubtful.delete(name)) connection.close({ type: 'S', name });
		connection.parse({ name, text, types: [] });
		return name !== '';
	}

	learn(names: Iterable<string>): void {
		for (const name of names) this.#known.add(name);
	}

	doubt(names: Iterable<string>): void {
		for (const name of names) this.#doubtful.add(name);
	}
}

/** The part of `pg`'s connection that its own query classes use. */
interface WireConnection {
	stream: { cork(): void; uncork(): void };
	parse(query: { name: string; text: string; types: number[] }): void;
	bind(config: { statement: string; values: unknown[] }): void;
	describe(what: { type: 'P'; name: string }): void;
	execute(config: { rows: number }): void;
	close(what: { type: 'S'; name: string }): void;
	sync(): void;
}

/** What `pg.Result` does for every query class, missing from its types. */
interface ResultBuilder extends pg.QueryResult {
	addFields(fields: pg.FieldDef[]): void;
	parseRow(fields: unknown[]): pg.QueryResultRow;
	addRow(row: pg.QueryResultRow): void;
	addCommandComplete(message: object): void;
}
const Result = pg.Result as unknown as new (rowMode: string, types: object) => ResultBuilder;

/**
 * Statements that go to PostgreSQL in one write and are answered in one, where `pg` takes a round trip
 * for each. After one that fails the rest are not carried out. Handed to `client.query`; the handlers are
 * those `pg` calls on every query.
 */
export class Batch implements pg.Submittable {
	/** Set by `pg`, which then watches over the time. */
	callback: (error?: Error | null) => void = () => undefined;
	/** Settled when all are: with the error of the one that failed, or of a connection that is silent. */
	readonly answered: Promise<void>;
	readonly #settle: PromiseWithResolvers<void>;
	readonly #statements: Statement[];
	readonly #prepared: PreparedNames;
	readonly #types: object;
	readonly #asked = new Set<string>();
	#at = 0;
	#result: ResultBuilder;

	constructor(statements: Statement[], prepared: PreparedNames, client: pg.ClientBase) {
		this.#settle = Promise.withResolvers();
		this.answered = this.#settle.promise;
		this.answered.catch(() => undefined); // each statement tells who sent it
		this.#statements = statements;
		this.#prepared = prepared;
		this.#types = { getTypeParser: client.getTypeParser.bind(client) };
		this.#result = new Result('', this.#types);
	}

	submit = (given: pg.Connection): void => {
		const connection = given as unknown as WireConnection;
		connection.stream.cork();
		for (const statement of this.#statements) {
			const { name, values } = statement;
			if (!this.#asked.has(name) && this.#prepared.prepare(connection, statement)) {
				this.#asked.add(name);
			}
			connection.bind({ statement: name, values });
			connection.describe({ type: 'P', name: '' });
			connection.execute({ rows: 0 });
		}
		connection.sync();
		connection.stream.uncork();
	};

	handleRowDescription({ fields }: { fields: pg.FieldDef[] }): void {
		this.#result.addFields(fields);
	}

	handleDataRow({ fields }: { fields: unknown[] }): void {
		this.#result.addRow(this.#result.parseRow(fields));
	}

	handleCommandComplete(message: object): void {
		this.#result.addCommandComplete(message);
		this.#statements[this.#at++]?.resolve(this.#result);
		this.#result = new Result('', this.#types);
	}

	handleEmptyQuery(): void {
		this.handleCommandComplete({ text: '' });
	}

	handleReadyForQuery(): void {
		this.#prepared.learn(this.#asked);
		this.#settle.resolve();
		this.callback(null);
	}

	handleError(error: Error): void {
		this.#prepared.doubt(this.#asked);
		for (; this.#at < this.#statements.length; this.#at++)
			this.#statements[this.#at]?.reject(error);
		this.#settle.reject(error);
		this.callback(error);
	}
}
