import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

/**
 * Where the bytes of files are kept. FILES=postgres (the default) keeps them in a table: one backup holds
 * everything. FILES=/some/folder keeps them as files, in a folder that all processes share; what offers an
 * S3 bucket as a folder does as well.
 */
export interface FileStore {
	/** Kept when this has returned, or when `tx` commits. */
	write(tx: Kysely<Database>, id: string, bytes: Buffer): Promise<void>;
	/** Null when there is nothing under this id. */
	read(id: string): Promise<Buffer | null>;
	/** Removes files whose rows are gone, and those that never got one within `grace` milliseconds. */
	remove(ids: readonly string[], grace: number): Promise<void>;
}

export function openStore(setting: string, db: Kysely<Database>): FileStore {
	return setting === 'postgres' ? new TableStore(db) : new FolderStore(setting, db);
}

class TableStore implements FileStore {
	readonly #db: Kysely<Database>;

	constructor(db: Kysely<Database>) {
		this.#db = db;
	}

	async write(tx: Kysely<Database>, id: string, bytes: Buffer): Promise<void> {
		await tx.insertInto('file_content').values({ file_id: id, bytes }).execute();
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

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

class FolderStore implements FileStore {
	readonly #folder: string;
	readonly #db: Kysely<Database>;

	constructor(folder: string, db: Kysely<Database>) {
		this.#folder = resolve(folder);
		this.#db = db;
	}

	async write(_tx: Kysely<Database>, id: string, bytes: Buffer): Promise<void> {
		await mkdir(this.#folder, { recursive: true });
		const unfinished = join(this.#folder, `.${randomUUID()}`);
		const file = await open(unfinished, 'wx', 0o600);
		try {
			await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(unfinished, this.#path(id));
	}

	async read(id: string): Promise<Buffer | null> {
		try {
			return await readFile(this.#path(id));
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
			throw error;
		}
	}

	async remove(ids: readonly string[], grace: number): Promise<void> {
		for (const id of ids) await rm(this.#path(id), { force: true });
		const old: string[] = [];
		for (const name of await readdir(this.#folder).catch(() => [])) {
			const { mtimeMs } = await stat(join(this.#folder, name)).catch(() => ({ mtimeMs: Infinity }));
			if (Date.now() - mtimeMs > grace) old.push(name);
		}
		const named = old.filter((name) => ID.test(name));
		const known = named.length
			? await this.#db.selectFrom('file').select('id').where('id', 'in', named).execute()
			: [];
		const kept = new Set(known.map(({ id }) => id));
		for (const name of old) {
			const ours = ID.test(name) || /^\.[0-9a-f-]{36}$/.test(name);
			if (ours && !kept.has(name)) await rm(join(this.#folder, name), { force: true });
		}
	}

	#path(id: string): string {
		if (!ID.test(id)) throw new Error(`${id} is no file's id`);
		return join(this.#folder, id);
	}
}
