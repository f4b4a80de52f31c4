import { sql, type Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether this can be the id of a file, and so the name it is kept under. */
export const isFileId = (text: string) => ID.test(text);

/** @throws when it cannot be one: nothing else may become part of a path */
export function checkedId(id: string): string {
	if (!isFileId(id)) throw new Error(`${id} is no file's id`);
	return id;
}

/** Those of the ids that no row has. */
export async function withoutRow(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
	if (ids.length === 0) return [];
	const rows = await db
		.selectFrom('file')
		.select('id')
		.where('id', '=', sql<string>`any(${ids}::uuid[])`)
		.execute();
	const known = new Set(rows.map(({ id }) => id));
	return ids.filter((id) => !known.has(id));
}
