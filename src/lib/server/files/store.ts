import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/** Writes the row of a file. */
export type Enter = (db: Kysely<Database>) => Promise<unknown>;

/**
 * Where the bytes of files are kept. FILES=postgres (the default) keeps them in a table: one backup holds
 * everything. FILES=/some/folder keeps them as files, in a folder that all processes share.
 * FILES=s3://bucket/prefix keeps them as objects of an S3-compatible store.
 */
export interface FileStore {
	/**
	 * Keeps bytes and has their row written: never a row without its bytes. Bytes whose row failed may stay
	 * until `remove` finds them.
	 * @throws `StoreAway`
	 */
	keep(id: string, bytes: Buffer, enter: Enter): Promise<void>;
	/** Null when there is nothing under this id. @throws `StoreAway` */
	read(id: string): Promise<Buffer | null>;
	/** Removes files whose rows are gone, and those that never got one within `grace` milliseconds. */
	remove(ids: readonly string[], grace: number): Promise<void>;
}
