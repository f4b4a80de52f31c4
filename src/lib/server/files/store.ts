import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import type { Settings } from '../settings.ts';
import { Bucket } from './bucket.ts';
import { BucketStore } from './bucket-store.ts';
import { FolderStore } from './folder-store.ts';
import { TableStore } from './table-store.ts';

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

/** Those of the settings that say where files are kept. */
export type StoreSettings = Pick<
	Settings,
	'FILES' | 'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

export function openStore(settings: StoreSettings, db: Kysely<Database>, log: Logger): FileStore {
	const { FILES, S3_ENDPOINT = '', S3_REGION } = settings;
	if (FILES === 'postgres') return new TableStore(db);
	const [, name, prefix] = /^s3:\/\/([^/]+)(?:\/(.+?))?\/?$/.exec(FILES) ?? [];
	if (!name) return new FolderStore(FILES, db);
	const { S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = settings;
	const credentials = { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
	const url = `${S3_ENDPOINT.replace(/\/+$/, '')}/${name}`;
	const bucket = new Bucket({ url, region: S3_REGION, ...credentials }, log);
	return new BucketStore(bucket, prefix ? `${prefix}/` : '', db);
}
