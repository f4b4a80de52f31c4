import { randomBytes } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { CompiledQuery } from 'kysely';
import type { FactData, FactKind, LoggedFact, Signature } from '#lib/campaign/facts.ts';
import type { Database } from '../db/schema.ts';

/** A fact that has no number yet. */
export type NewFact = { [Kind in FactKind]: { kind: Kind; data: FactData[Kind] } }[FactKind];

/** Channel on which a committed campaign is announced; the payload is its id and who announces. */
export const LOG_CHANNEL = 'tien_do_log';

interface Entry {
	campaignId: number;
	/** Campaign time. */
	at: Date;
	actor: string;
	/** What the actor is in the campaign; absent for the system. */
	signed?: Signature | null;
	facts: NewFact[];
	/** The command these facts answer, and what it is answered with; its id must not be there yet. */
	command?: { id: string; account_id: number; fingerprint: Buffer; result: object };
}

/** What the log holds now: the last fact's number and mark, the mark before, and data as the database keeps it. */
interface Appended {
	head_seq: number;
	head_mark: string;
	mark_before: string;
	data: LoggedFact['data'][] | null;
}

/**
 * Appends facts to a campaign's log, last thing in the transaction that wrote the tables. The row lock
 * on the campaign is held from here to the commit, so numbers have no gaps and commit in order.
 * @returns the number of the last fact
 */
export async function appendFacts(tx: Kysely<Database>, entry: Entry): Promise<number> {
	const { rows } = await tx.executeQuery(appending(tx, entry));
	return appended(entry, rows).seq;
}

/** The statement of `appendFacts`, to be sent without waiting; `appended` reads its answer. */
export function appending(tx: Kysely<Database>, entry: Entry): CompiledQuery<Appended> {
	const { campaignId, at, actor, signed, facts, command } = entry;
	const answered = command
		? sql`, answered as (
			insert into command (campaign_id, id, account_id, fingerprint, seq, result)
			select ${campaignId}, ${command.id}, ${command.account_id}, ${command.fingerprint},
				head.head_seq, ${JSON.stringify(command.result)}::jsonb
			from head
		)`
		: sql``;
	return sql<Appended>`
		with head as (
			update campaign set head_seq = head_seq + ${facts.length}, mark_before = head_mark,
				head_mark = ${facts.length > 0 ? newMark() : sql.ref('head_mark')}
			where id = ${campaignId}
			returning head_seq, head_mark, mark_before
		), written as (
			insert into fact (campaign_id, seq, at, kind, actor, actor_role, actor_place, data, mark)
			select ${campaignId}, head.head_seq - ${facts.length} + f.ordinality, ${at}, f.fact->>'kind',
				${actor}, ${signed?.role ?? null}, ${signed?.place ?? null}, f.fact->'data', head.head_mark
			from head, jsonb_array_elements(${JSON.stringify(facts)}::jsonb) with ordinality as f(fact, ordinality)
			returning seq, data
		)${answered}
		select head_seq, head_mark, mark_before, (select jsonb_agg(data order by seq) from written) as data from head
	`.compile(tx);
}

/** Names what is appended: 48 random bits, so that the same `seq` of another past has another. */
const newMark = () => randomBytes(6).toString('base64url');

/** Facts that are in the log now, in order, and the mark of the one they follow. */
export interface Stretch {
	facts: LoggedFact[];
	before: string;
}

/** The facts as every reader of the log gets them. */
export function appended(
	{ campaignId, at, actor, signed = null, facts }: Entry,
	rows: Appended[]
): Stretch & { seq: number } {
	const [head] = rows;
	if (!head) throw new Error(`campaign ${campaignId} does not exist`);
	const first = head.head_seq - facts.length + 1;
	const numbered = (head.data ?? []).map((data, i) => {
		const { head_mark: mark } = head;
		return {
			seq: first + i,
			at: at.toISOString(),
			kind: facts[i]?.kind,
			actor,
			signed,
			data,
			mark
		} as LoggedFact;
	});
	return { seq: head.head_seq, before: head.mark_before, facts: numbered };
}

/** Tells every process that a campaign's log grew. Outside any transaction: inside, it serialises commits. */
export async function announce(db: Kysely<Database>, campaignId: number, by = ''): Promise<void> {
	await sql`select pg_notify(${LOG_CHANNEL}, ${`${campaignId} ${by}`})`.execute(db);
}
