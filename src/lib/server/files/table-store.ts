import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Enter, FileStore } from './store.ts';

/** Files in the database: bytes and row are one transaction. */
export class TableStore implements FileStore {
	readonly #db: Kysely<Database>;

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	async keep(id: string, bytes: Buffer, enter: Enter): Promise<void> {
		await this.#db.transaction().execute(async (tx) => {
			await enter(tx);
			await tx.insertInto('file_content').values({ file_id: id, bytes }).execute();
		});
	}

	async read(id: string): Promise<Buffer | null> {
		const row = await this.#db
			.selectFrom('file_content')
			.select('bytes')
			.where('file_id', '=', id)
			.executeTakeFirst();
		return row?.bytes ?? null;
	}

	/** The rows of the bytes went with those of the files. */
	remove = () => Promise.resolve();
}
