import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '#lib/server/db/connect.ts';
import {
	DatabaseMismatch,
	migrateDown,
	migrateUp,
	migrationStatus
} from '#lib/server/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
	database = await createTestDatabase();
});
afterAll(() => database.drop());

const tables = async () => {
	const { rows } = await sql<{ name: string }>`
		select tablename as name from pg_tables
		where schemaname = 'public' and tablename not like 'kysely%' order by 1`.execute(database.db);
	return rows.map(({ name }) => name);
};

describe('the migrations of the project', () => {
	it('are all applied in a fresh database', async () => {
		const states = await migrationStatus(database.db);
		expect(states.length).toBeGreaterThan(0);
		expect(states.every(({ appliedAt }) => appliedAt instanceof Date)).toBe(true);
		expect(await migrateUp(database.db)).toEqual([]);
	});

	it('can be taken back one by one to nothing, and applied again', async () => {
		const names = (await migrationStatus(database.db)).map(({ name }) => name);
		const before = await tables();
		for (const name of names.toReversed()) expect(await migrateDown(database.db)).toEqual([name]);
		expect(await tables()).toEqual([]);
		expect(await migrateDown(database.db)).toEqual([]);
		expect(await migrateUp(database.db)).toEqual(names);
		expect(await tables()).toEqual(before);
		while ((await migrateDown(database.db)).length > 0);
	});
});

describe('a folder of migrations', () => {
	beforeEach(async () => {
		await sql`drop schema public cascade; create schema public`.execute(database.db);
		folder = mkdtempSync(join(tmpdir(), 'migrations-'));
		migration('2025-03-01-one', 'create table one ()', 'drop table one');
		migration('2025-03-02-two', 'create table two ()', 'drop table two');
		return () => rmSync(folder, { recursive: true });
	});

	const remove = (name: string) => rmSync(join(folder, `${name}.ts`));
	function migration(name: string, up: string, down: string) {
		writeFileSync(
			join(folder, `${name}.ts`),
			`interface Executor { executeQuery(query: unknown): Promise<unknown> }
			const run = (db: Executor, text: string) =>
				db.executeQuery({ query: { kind: 'RawNode' }, sql: text, parameters: [] });
			export const up = (db: Executor) => run(db, ${JSON.stringify(up)});
			export const down = (db: Executor) => run(db, ${JSON.stringify(down)});`
		);
	}

	it('is applied in the order of its dates and reported', async () => {
		writeFileSync(join(folder, 'README.md'), 'not a migration');
		expect(await migrationStatus(database.db, folder)).toEqual([
			{ name: '2025-03-01-one', appliedAt: null },
			{ name: '2025-03-02-two', appliedAt: null }
		]);
		expect(await migrateUp(database.db, folder)).toEqual(['2025-03-01-one', '2025-03-02-two']);
		expect(await migrateDown(database.db, folder)).toEqual(['2025-03-02-two']);
		expect(await migrationStatus(database.db, folder)).toEqual([
			{ name: '2025-03-01-one', appliedAt: expect.any(Date) as Date },
			{ name: '2025-03-02-two', appliedAt: null }
		]);
		expect(await tables()).toEqual(['one']);
	});

	it('is applied whole or not at all, and the error names the migration', async () => {
		migration('2025-03-03-three', 'create table three (', '');
		await expect(migrateUp(database.db, folder)).rejects.toThrow(
			/2025-03-03-three failed: syntax error/
		);
		expect(await tables()).toEqual([]);
	});

	it('is applied once by two who start at the same moment', async () => {
		const both = await Promise.all([
			migrateUp(database.db, folder),
			migrateUp(database.db, folder)
		]);
		expect(both.flat().sort()).toEqual(['2025-03-01-one', '2025-03-02-two']);
	});

	it.each([
		[
			'newer',
			() => remove('2025-03-02-two'),
			/newer .*2025-03-02-two.*2025-03-01-one; start the newer/
		],
		['another', () => remove('2025-03-01-one'), /2025-03-01-one is missing/],
		[
			'a branched',
			() => migration('2025-03-01-other', '', ''),
			/lacks the migration 2025-03-01-other/
		]
	])('is refused in one sentence by the database of %s version', async (_, change, sentence) => {
		await migrateUp(database.db, folder);
		change();
		for (const act of [migrateUp, migrateDown]) {
			const refused = await act(database.db, folder).catch((error: unknown) => error);
			expect(refused).toBeInstanceOf(DatabaseMismatch);
			expect(String(refused)).toMatch(sentence);
			expect(String(refused)).not.toContain('\n');
		}
		expect(await tables()).toEqual(['one', 'two']);
	});
});

describe('a connection', () => {
	it('reads dates as text, counts as numbers and moments as dates, in UTC', async () => {
		const { rows } = await sql`
			select date '2025-03-01' as day, count(*) as n, timestamptz '2025-03-01 17:30+07' as at,
				current_setting('TimeZone') as zone, current_setting('statement_timeout') as patience
		`.execute(database.db);
		expect(rows).toEqual([
			{
				day: '2025-03-01',
				n: 1,
				at: new Date('2025-03-01T10:30:00Z'),
				zone: 'UTC',
				patience: '30s'
			}
		]);
		await expect(sql`select 9007199254740993::bigint`.execute(database.db)).rejects.toThrow(
			RangeError
		);
	});

	it('survives a server that drops it, and says so', async () => {
		const told: string[] = [];
		const log = { error: (_: object, message: string) => told.push(message) };
		const { db } = connect(database.url, { applicationName: 'dropped', log });
		const ask = () => sql<{ one: number }>`select 1 as one`.execute(db).then(({ rows }) => rows);
		await ask();
		await sql`select pg_terminate_backend(pid) from pg_stat_activity
			where application_name = 'dropped'`.execute(database.db);
		await expect.poll(() => told).toEqual(['The database dropped a connection.']);
		expect(await ask()).toEqual([{ one: 1 }]);
		await db.destroy();
	});
});

describe('test databases', () => {
	it('can be made many at a time', async () => {
		const many = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase()));
		expect(new Set(many.map(({ url }) => url)).size).toBe(6);
		await Promise.all(many.map((each) => each.drop()));
	});
});
