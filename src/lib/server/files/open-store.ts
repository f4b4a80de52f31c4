import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../db/schema.ts';
import type { Settings } from '../settings.ts';
import { Bucket } from './bucket.ts';
import { BucketStore } from './bucket-store.ts';
import { FolderStore } from './folder-store.ts';
import type { FileStore } from './store.ts';
import { TableStore } from './table-store.ts';

/** Those of the settings that say where files are kept. */
export type StoreSettings = Pick<
	Settings,
	'FILES' | 'S3_ENDPOINT' | 'S3_REGION' | 'S3_ACCESS_KEY_ID' | 'S3_SECRET_ACCESS_KEY'
>;

/** The store that the settings name. */
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
