import type { ErrorCode } from '#lib/protocol/errors.ts';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Stretch } from '../log/append.ts';
import { Problem } from '../problem.ts';
import { fingerprint } from './fingerprint.ts';
import type { Refusals } from './refusals.ts';

/** A command as it was sent: whose, under which id, with what content. */
export interface Sent {
	campaignId: number;
	accountId: number;
	id: string;
	type: string;
	input: unknown;
	print: Buffer;
	/** The input as the schema made it of what was sent, once it did. */
	understood?: object;
}

export interface Done {
	seq: number;
	result: object;
	/** What is new in the log; none when the command had been done before. */
	stretch?: Stretch;
}

interface Services {
	db: Kysely<Database>;
	refusals: Refusals;
}

/** Said of the moment, not of the command: it may be sent again under its id. */
const NO_ANSWER: readonly ErrorCode[] = ['rate_limited', 'unavailable'];

/**
 * Does a command, unless it was answered before: the first answer to an id is the answer, whoever gave it,
 * also a refusal. `work` writes the id last, with its facts, so that it fails and is undone when another
 * copy was answered meanwhile; a refusal is written under the id before anybody is told of it. Of several
 * copies at once whichever is written first is what all are told.
 * @throws the refusal, new or kept; `conflict` when the id was used for other content
 */
export async function firstAnswer(
	services: Services,
	sent: Sent,
	work: () => Promise<Done>
): Promise<Done> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Problem && !NO_ANSWER.includes(error.code)) {
			return keep(services, sent, error);
		}
		const { constraint } = error as { constraint?: string };
		if (!(error instanceof Problem) && constraint !== 'command_pkey') throw error;
		const first = await recall(services, sent);
		if (!first) throw error;
		return first;
	}
}

/** Writes a refusal under the command's id, unless there is an answer already. @throws what counts */
async function keep(services: Services, sent: Sent, refusal: Problem): Promise<Done> {
	await services.refusals.admit(sent.accountId);
	for (let tries = 3; ; tries--) {
		const { campaignId: campaign_id, accountId: account_id, id, print } = sent;
		const written = await services.db
			.insertInto('command')
			.values({
				...{ campaign_id, id, account_id, fingerprint: print },
				...{ refusal: JSON.stringify(refusal.kept), refused_at: new Date() }
			})
			.onConflict((answered) => answered.doNothing())
			.returning('id')
			.executeTakeFirst();
		if (written) throw refusal;
		const first = await recall(services, sent);
		if (first) return first;
		if (tries === 0) throw new Problem('unavailable'); // forgotten between the two, again and again
	}
}

/** What a command was answered before, or null. @throws the refusal, or `conflict` when its content was another */
async function recall(
	{ db }: Services,
	{ campaignId, accountId, id, type, print, understood }: Sent
): Promise<Done | null> {
	const first = await db
		.selectFrom('command')
		.select(['fingerprint', 'seq', 'result', 'refusal'])
		.where('campaign_id', '=', campaignId)
		.where('account_id', '=', accountId)
		.where('id', '=', id)
		.executeTakeFirst();
	if (!first) return null;
	// Of commands done by versions before refusals were kept, the print is of what was understood.
	const same =
		first.fingerprint.equals(print) ||
		(understood && first.fingerprint.equals(fingerprint(accountId, type, understood)));
	if (!same) throw new Problem('conflict', 'command_conflict');
	if (first.refusal) throw Problem.from(first.refusal);
	return { seq: first.seq ?? 0, result: first.result ?? {} };
}
