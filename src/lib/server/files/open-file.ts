import type { SentFile } from '#lib/protocol/files.ts';
import { reaches } from '#lib/campaign/reach.ts';
import { Problem } from '../problem.ts';
import { isFileId } from './file-id.ts';
import type { Asker, FileServices } from './receive-file.ts';

interface OpenFile {
	file: SentFile;
	/** ETag. */
	tag: string;
	bytes: () => Promise<Buffer>;
}

/**
 * A file and its bytes: to whoever may read the request, or only to its sender until it is attached.
 * @throws `not_found` alike when it is absent and when it is not theirs to see
 */
export async function openFile(
	{ db, files }: FileServices,
	{ log, actor }: Asker,
	id: string
): Promise<OpenFile> {
	const missing = new Problem('not_found');
	if (!isFileId(id)) throw missing;
	const row = await db
		.selectFrom('file as f')
		.leftJoin('support_request as r', (join) =>
			join.onRef('r.campaign_id', '=', 'f.campaign_id').onRef('r.number', '=', 'f.request_number')
		)
		.select(['f.id', 'f.name', 'f.type', 'f.size', 'f.sha256', 'f.account_id', 'r.unit_code'])
		.where('f.campaign_id', '=', log.id)
		.where('f.id', '=', id)
		.executeTakeFirst();
	if (!row) throw missing;
	const unit = row.unit_code === null ? null : log.board.units.get(row.unit_code);
	const isOpen = unit
		? reaches(actor, log.board.units, unit.code)
		: row.account_id === actor.account_id;
	if (!isOpen) throw missing;
	const { name, type, size, sha256 } = row;
	return {
		file: { id, name, type, size },
		tag: `"${sha256.toString('base64url')}"`,
		bytes: async () => {
			const bytes = await files.store.read(id);
			if (!bytes) throw missing;
			return bytes;
		}
	};
}
