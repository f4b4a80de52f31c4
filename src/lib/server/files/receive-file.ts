import { createHash, randomUUID } from 'node:crypto';
import type { SentFile } from '#lib/protocol/files.ts';
import type { Actor } from '../commands/command.ts';
import { tooMany } from '../commands/limits.ts';
import { sql, type Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { CampaignLog } from '../log/campaign-log.ts';
import type { BusinessLimits } from '../limits/business-limits.ts';
import { Problem } from '../problem.ts';
import { cleanName } from './file-name.ts';
import type { Files } from './files.ts';
import { judge, refused } from './judge.ts';
import { readCapped } from './read-capped.ts';

/** Files one person may have sent and not attached to anything. */
const LOOSE_LIMIT = 25;

/** Who asks, and in which campaign. */
export interface Asker {
	log: CampaignLog;
	actor: Actor;
}
export interface FileServices {
	db: Kysely<Database>;
	files: Files;
}

/**
 * Takes a file in: the body is its bytes, `x-file-name` its name, percent-encoded.
 * @throws `forbidden`, `rate_limited`, `unavailable`, or `invalid` on `file` with the reason; no file is there then
 */
export async function receiveFile(
	services: FileServices,
	{ log, actor }: Asker,
	request: Request
): Promise<SentFile> {
	const { limiter, bodies, turns } = services.files;
	if (actor.role === 'administrator') throw new Problem('forbidden');
	await limiter.consume(String(actor.account_id)).catch((over: unknown) => {
		const seconds = Math.ceil(((over as { msBeforeNext?: number }).msBeforeNext ?? 1000) / 1000);
		throw new Problem('rate_limited', 'rate_limited', { seconds });
	});
	// The body first, however slow it is: what is shared with others is only used once the bytes are here.
	return bodies.run(actor.account_id, async () => {
		const bytes = await readCapped(request);
		const name = nameIn(request.headers);
		const claimed = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
		return turns.run(async () => {
			const type = await judge(bytes, { name, type: claimed });
			const file = { id: randomUUID(), name, type, size: bytes.length };
			await keep(services, { log, actor }, file, bytes);
			return file;
		});
	});
}

async function keep(
	{ db, files }: FileServices,
	{ log, actor: { account_id } }: Asker,
	file: SentFile,
	bytes: Buffer
): Promise<void> {
	await checkSent(db, account_id, files.limits);
	const sha256 = createHash('sha256').update(bytes).digest();
	const place = { campaign_id: log.id, request_number: null, step_position: null };
	const row = { ...file, ...place, account_id, sha256, at: log.now() };
	await files.store.keep(file.id, bytes, (tx) => tx.insertInto('file').values(row).execute());
}

/** Asked before anything is written: a store of bytes nobody may keep would fill up too. */
async function checkSent(
	db: Kysely<Database>,
	account: number,
	{ filesADay }: BusinessLimits
): Promise<void> {
	const { loose, today } = await db
		.selectFrom('file')
		.select((eb) => [
			eb.fn.countAll<number>().filterWhere('request_number', 'is', null).as('loose'),
			eb.fn
				.countAll<number>()
				.filterWhere('sent_at', '>', sql<Date>`now() - interval '1 day'`)
				.as('today')
		])
		.where('account_id', '=', account)
		.executeTakeFirstOrThrow();
	if (loose >= LOOSE_LIMIT) throw new Problem('rate_limited', 'files_waiting', { loose }, 'file');
	if (today >= filesADay) throw tooMany('limit_files', filesADay, 'file');
}

function nameIn(headers: Headers): string {
	let name = '';
	try {
		name = cleanName(decodeURIComponent(headers.get('x-file-name') ?? ''));
	} catch {
		// not percent-encoded: as good as none
	}
	if (!name) throw refused('file_name_expected');
	return name;
}
