import { sql } from 'kysely';
import type { CommandContext, Actor } from '../commands/command.ts';
import { selectRequests, type RequestRow } from './read-requests.ts';

/** Where a request changes: inside a command, or by the server itself, which nobody told to. */
export type StepContext = Pick<CommandContext, 'tx' | 'send' | 'campaignId' | 'board' | 'now'> & {
	actor: Actor | null;
};

/** Requests by number, each locked until the commit; those that do not exist are missing. */
export async function lockRequests(
	{ tx, send, campaignId }: StepContext,
	numbers: number[]
): Promise<Map<number, RequestRow>> {
	const lock = tx
		.selectFrom('support_request')
		.select('number')
		.where('campaign_id', '=', campaignId)
		.where('number', '=', (eb) => eb.fn.any(eb.val(numbers)))
		.orderBy('number') // whoever locks several takes them in the same order
		.forNoKeyUpdate();
	// The second statement begins after the locks are held: it sees what those before have done.
	const read = selectRequests(tx, campaignId).where('r.number', '=', (eb) =>
		eb.fn.any(eb.val(numbers))
	);
	const [, { rows }] = await Promise.all([send(lock.compile()), send(read.compile())]);
	return new Map(rows.map((row) => [row.number, row]));
}

/**
 * Nobody else changes what a group holds before the commit, so that counting and taking are one. Before
 * any request is locked: who takes locks in another order may wait for ever.
 * @returns how many requests it may hold; undefined when there is no such group
 */
export async function lockGroup(
	{ send, tx, campaignId }: StepContext,
	group: string
): Promise<number | undefined> {
	const lock = tx
		.selectFrom('working_group')
		.select('capacity')
		.where('campaign_id', '=', campaignId)
		.where('code', '=', group)
		.forNoKeyUpdate();
	return (await send(lock.compile())).rows[0]?.capacity;
}

/** The next number of a campaign's requests or incidents; nobody else gets one before the commit. */
export async function nextNumber(
	{ tx, send, campaignId }: StepContext,
	table: 'support_request' | 'incident'
): Promise<number> {
	const turn = sql`select pg_advisory_xact_lock(hashtext(${table}), ${campaignId})`.compile(tx);
	const next = tx
		.selectFrom(table)
		.select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
		.where('campaign_id', '=', campaignId);
	const [, { rows }] = await Promise.all([send(turn), send(next.compile())]);
	return (rows[0]?.last ?? 0) + 1;
}
