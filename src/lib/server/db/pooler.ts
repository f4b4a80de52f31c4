import type pg from 'pg';

/** Times after which the server gives up, in milliseconds; 0 for never. */
export interface ServerLimits {
	/** A statement. */
	statement: number;
	/** A transaction whose client says nothing must not hold the campaign's row for ever; 0: as the server has it. */
	idleInTransaction: number;
}

// Kept with the connection: both copies of this module, the entry's and the build's, use the same pool.
const POOLED = Symbol.for('tien-do.pooled');
type Marked = { [POOLED]?: string };

/**
 * Gives a fresh connection its limits. Behind a pooler such as PgBouncer a client has no server connection of its
 * own: what is set for the session, or prepared under a name, would stay with a stranger's. There the limits
 * are set in each transaction instead. A pooler is known by the process id that it makes up. Limits are not sent
 * as start-up parameters, because poolers refuse those.
 */
export async function settle(
	client: pg.ClientBase,
	{ statement, idleInTransaction }: ServerLimits
): Promise<void> {
	const limits = Object.entries({
		statement_timeout: statement,
		...(idleInTransaction && { idle_in_transaction_session_timeout: idleInTransaction })
	});
	const limit = (local: boolean) =>
		limits.map(([name, value]) => `set_config('${name}', '${value}', ${local})`).join(', ');
	const own = isOwnConnection(client);
	const { rows } = await client.query<{ own: boolean }>(
		`select own, case when own then concat(${limit(false)}) end from (select ${own} as own) as asked`
	);
	if (!rows[0]?.own) (client as Marked)[POOLED] = `select ${limit(true)}`;
}

/** SQL that is true when the server's process is the one that the connection was told of: no pooler is between. */
export function isOwnConnection(client: pg.ClientBase): string {
	const { processID } = client as unknown as { processID: number | null };
	return `pg_backend_pid() = ${Number(processID)}`;
}

/** What sets the limits of a transaction, where the connection is a pooler's; else null. */
export function limitsOfTransaction(client: pg.ClientBase): string | null {
	return (client as Marked)[POOLED] ?? null;
}

/** A transaction's first statement, with the limits of the transaction where they have to be said. */
export function beginning(client: pg.ClientBase, statement: unknown): unknown {
	const limits = limitsOfTransaction(client);
	if (limits === null || typeof statement !== 'string') return statement;
	return /^(begin|start transaction)\b/i.test(statement) ? `${statement}; ${limits}` : statement;
}
