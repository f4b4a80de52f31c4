import type { Generated } from 'kysely';
import type { FileType } from '#lib/protocol/files.ts';

export interface FileTable {
	id: string;
	campaign_id: number;
	account_id: number;
	name: string;
	type: FileType;
	size: number;
	sha256: Buffer;
	/** Campaign time. */
	at: Date;
	/** Real time. */
	sent_at: Generated<Date>;
	request_number: number | null;
	step_position: number | null;
	/** Place among the files of its step, as somebody chose them, from 1. */
	chosen: Generated<number>;
}

export interface FileContentTable {
	file_id: string;
	bytes: Buffer;
}
