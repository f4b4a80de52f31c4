import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import type { Bucket } from './bucket.ts';
import { checkedId, isFileId, withoutRow } from './file-id.ts';
import type { Enter, FileStore } from './store.ts';

/** Files as objects of a bucket, each under a prefix and its id. */
export class BucketStore implements FileStore {
	readonly #bucket: Bucket;
	readonly #prefix: string;
	readonly #db: Kysely<Database>;

	/** @param prefix what keys begin with: empty, or ending with a slash */
	constructor(bucket: Bucket, prefix: string, db: Kysely<Database>) {
		this.#bucket = bucket;
		this.#prefix = prefix;
		this.#db = db;
	}

	/** The row follows when the bytes are there: no connection to the database waits for another network. */
	async keep(id: string, bytes: Buffer, enter: Enter): Promise<void> {
		await this.#bucket.put(this.#key(id), bytes);
		await enter(this.#db);
	}

	async read(id: string): Promise<Buffer | null> {
		return this.#bucket.get(this.#key(id));
	}

	async remove(ids: readonly string[], grace: number): Promise<void> {
		for (const id of ids) await this.#bucket.delete(this.#key(id));
		for await (const objects of this.#bucket.list(this.#prefix)) {
			const old = objects.filter(({ modified }) => Date.now() - modified.getTime() > grace);
			const named = old.map(({ key }) => key.slice(this.#prefix.length)).filter(isFileId);
			for (const id of await withoutRow(this.#db, named)) await this.#bucket.delete(this.#key(id));
		}
	}

	#key(id: string): string {
		return this.#prefix + checkedId(id);
	}
}
