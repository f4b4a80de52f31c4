import type { Kysely } from 'kysely';
import type { CampaignBoard } from '#lib/campaign/board.ts';
import type { RequestStep } from '#lib/campaign/requests/transitions.ts';
import type {
	RequestDetails,
	RequestStepEntry,
	RequestTitle
} from '#lib/protocol/request-details.ts';
import type { Actor } from '../commands/command.ts';
import type { Database } from '../db/schema.ts';
import { readFiles } from '../files/attach.ts';
import type { PageAsked } from '../page-asked.ts';
import { Problem } from '../problem.ts';
import { mayRead } from './access-request.ts';

interface Campaign {
	id: number;
	board: CampaignBoard;
}

/** The titles of the requests whose texts this person may read, by number. */
export async function readTitles(
	db: Kysely<Database>,
	{ id, board }: Campaign,
	reader: Actor
): Promise<RequestTitle[]> {
	const rows = await db
		.selectFrom('support_request')
		.select(['number', 'title', 'unit_code'])
		.where('campaign_id', '=', id)
		.orderBy('number')
		.execute();
	return rows
		.filter(({ unit_code }) => mayRead(board, reader, unit_code))
		.map(({ number, title }) => ({ number, title }));
}

/**
 * What was said and done about a request: how it was raised, and a page of its steps.
 * @throws the same `not_found` whether there is no such request or its texts are not for this person
 */
export async function readHistory(
	db: Kysely<Database>,
	{ id, board }: Campaign,
	reader: Actor,
	number: number,
	{ before, limit }: PageAsked
): Promise<RequestDetails> {
	const request = await db
		.selectFrom('support_request')
		.select(['unit_code', 'title', 'body', 'policy', 'steps'])
		.where('campaign_id', '=', id)
		.where('number', '=', number)
		.executeTakeFirst();
	if (!request || !mayRead(board, reader, request.unit_code)) throw new Problem('not_found');
	const until = Math.min(before, request.steps + 1);
	const from = Math.max(2, until - limit);
	const rows = await db
		.selectFrom('request_step as s')
		.leftJoin('account as a', 'a.id', 's.account_id')
		.select(['s.position', 's.step', 's.at', 's.group_code as group', 's.text', 's.details'])
		.select(['a.username', 'a.name_vi', 'a.name_en'])
		.where('s.campaign_id', '=', id)
		.where('s.number', '=', number)
		.where((eb) =>
			eb.or([
				eb('s.position', '=', 1),
				eb.and([eb('s.position', '>=', from), eb('s.position', '<', until)])
			])
		)
		.orderBy('s.position')
		.execute();
	const files = (await readFiles(db, id, number)).map(({ position, ...file }) => ({
		position,
		file
	}));
	const steps = rows.map(({ username, name_vi, name_en, at, step, ...row }): RequestStepEntry => {
		const by =
			username === null ? null : { username, name_vi: name_vi ?? '', name_en: name_en ?? '' };
		const own = files.filter(({ position }) => position === row.position);
		return {
			...row,
			step: step as 'raise' | RequestStep,
			at: at.toISOString(),
			by,
			files: own.map(({ file }) => file)
		};
	});
	const { title, body, policy } = request;
	return {
		number,
		title,
		body,
		policy,
		files: files.map(({ file }) => file),
		steps,
		earlier: from - 2
	};
}
