import { sql, type Kysely } from 'kysely';
import type { FactData, FactKind } from '#lib/campaign/facts.ts';
import type { Database } from '../db/schema.ts';

/** A fact that has no number yet. */
export type NewFact = { [Kind in FactKind]: { kind: Kind; data: FactData[Kind] } }[FactKind];

/** Channel on which a committed campaign is announced; the payload is its id. */
export const LOG_CHANNEL = 'tien_do_log';

interface Entry {
	campaignId: number;
	/** Campaign time. */
	at: Date;
	actor: string;
	facts: NewFact[];
	/** The command these facts answer, and what it is answered with. */
	command?: { id: string; result: object };
}

/**
 * Appends facts to a campaign's log, last thing in the transaction that wrote the tables. The row lock
 * on the campaign is held from here to the commit, so numbers have no gaps and commit in order.
 * @returns the number of the last fact
 */
export async function appendFacts(tx: Kysely<Database>, entry: Entry): Promise<number> {
	const { campaignId, at, actor, facts, command } = entry;
	const { rows } = await sql<{ head_seq: number }>`
		with head as (
			update campaign set head_seq = head_seq + ${facts.length} where id = ${campaignId}
			returning head_seq
		), written as (
			insert into fact (campaign_id, seq, at, kind, actor, data)
			select ${campaignId}, head.head_seq - ${facts.length} + f.ordinality, ${at}, f.fact->>'kind',
				${actor}, f.fact->'data'
			from head, jsonb_array_elements(${JSON.stringify(facts)}::jsonb) with ordinality as f(fact, ordinality)
		), answered as (
			update command set seq = head.head_seq, result = ${JSON.stringify(command?.result ?? null)}::jsonb
			from head
			where campaign_id = ${campaignId} and id = ${command?.id ?? null}
		)
		select head_seq from head
	`.execute(tx);
	const head = rows[0];
	if (!head) throw new Error(`campaign ${campaignId} does not exist`);
	return head.head_seq;
}

/** Tells every process that a campaign's log grew. Outside any transaction: inside, it serialises commits. */
export async function announce(db: Kysely<Database>, campaignId: number): Promise<void> {
	await sql`select pg_notify(${LOG_CHANNEL}, ${String(campaignId)})`.execute(db);
}
