import { sql, type Kysely } from 'kysely';
import type { SentFile } from '#lib/protocol/files.ts';
import type { CommandContext } from '../commands/command.ts';
import type { Database } from '../db/schema.ts';
import { Problem } from '../problem.ts';

interface Place {
	/** Number of the request. */
	request: number;
	/** Position of the step the files come with; it may be written before or after. */
	position: number;
	/** Ids, as the endpoint for files answered them. */
	files: readonly string[];
}

/**
 * Gives files the actor has sent to a step of a request; they are then open to whoever may read it.
 * @returns how many
 * @throws `not_found` on `files` unless each is the actor's own, of this campaign and not attached yet
 */
export async function attachFiles(
	{ tx, actor, campaignId }: Pick<CommandContext, 'tx' | 'actor' | 'campaignId'>,
	{ request, position, files }: Place
): Promise<number> {
	const ids = [...new Set(files)];
	if (ids.length === 0) return 0;
	const { numUpdatedRows } = await tx
		.updateTable('file')
		.set({
			...{ request_number: request, step_position: position },
			chosen: sql<number>`array_position(${ids}::uuid[], id)`
		})
		.where('id', 'in', ids)
		.where('campaign_id', '=', campaignId)
		.where('account_id', '=', actor.account_id)
		.where('request_number', 'is', null)
		.executeTakeFirst();
	if (Number(numUpdatedRows) !== ids.length)
		throw new Problem('not_found', 'not_found', {}, 'files');
	return ids.length;
}

/** The files of a request, each with the step it came with. Who may read them is the caller's to ask. */
export function readFiles(
	db: Kysely<Database>,
	campaignId: number,
	request: number
): Promise<(SentFile & { position: number })[]> {
	return db
		.selectFrom('file')
		.select(['id', 'name', 'type', 'size'])
		.select((eb) => eb.ref('step_position').$notNull().as('position'))
		.where('campaign_id', '=', campaignId)
		.where('request_number', '=', request)
		.orderBy('step_position')
		.orderBy('chosen')
		.orderBy('sent_at')
		.orderBy('id')
		.execute();
}
