import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { checkedId, isFileId, withoutRow } from './file-id.ts';
import type { Enter, FileStore } from './store.ts';

/** What a write leaves behind when the process dies under it. */
const UNFINISHED = /^\.[0-9a-f-]{36}$/;

/** Files in a folder that all processes share, each under its id. */
export class FolderStore implements FileStore {
	readonly #folder: string;
	readonly #db: Kysely<Database>;

	constructor(folder: string, db: Kysely<Database>) {
		this.#folder = resolve(folder);
		this.#db = db;
	}

	async keep(id: string, bytes: Buffer, enter: Enter): Promise<void> {
		await this.#write(id, bytes);
		await enter(this.#db);
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
		const lost = await withoutRow(this.#db, old.filter(isFileId));
		const unfinished = old.filter((name) => UNFINISHED.test(name));
		for (const name of [...lost, ...unfinished])
			await rm(join(this.#folder, name), { force: true });
	}

	async #write(id: string, bytes: Buffer): Promise<void> {
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

	#path(id: string): string {
		return join(this.#folder, checkedId(id));
	}
}
