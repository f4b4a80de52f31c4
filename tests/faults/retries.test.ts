import { sql } from 'kysely';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import { report, until } from '../harness/client.ts';
import { Recount } from './recount.ts';
import { chance } from './scale.ts';
import { sendByHttp } from './send.ts';
import { compareAll } from './verdict.ts';
import { World } from './world.ts';

const UNIT = '19330';
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK = '40P01';

type Send = (id?: string) => Promise<CommandAnswer>;

test('what the database gives up because of another transaction is done once', async () => {
	const random = chance('retries');
	const world = await World.create();
	const server = await world.startServer();
	const token = await world.token(`commune-${UNIT}`);
	const input = report(UNIT, 86);
	const send: Send = (id = random.uuid()) =>
		sendByHttp(server.url, token, { id, type: 'report.submit', input });

	expect(await send()).toMatchObject({ ok: true, result: { revision: 1 } });
	await refuseSome(world, send, random.uuid());
	await deadlock(world, send);
	const recount = new Recount(world);
	await compareAll(world, recount, [server.url]);
	expect(recount.revisions).toBe(6);
});

/** Revisions 2 and 3, then 4 and 5. */
async function refuseSome({ db }: World, send: Send, firstStubborn: string): Promise<void> {
	// A sequence is not rolled back with the transaction, so it counts the attempts.
	await sql`
		create sequence attempt;
		create table failing (code text not null, attempts integer not null);
		insert into failing values ('', 0);
		create function fail() returns trigger language plpgsql as $$
		begin
			if nextval('attempt') <= (select attempts from failing) then
				raise exception 'given up because of another' using errcode = (select code from failing);
			end if;
			return new;
		end $$;
		create trigger fail before insert on report_revision for each row execute function fail();
	`.execute(db);
	const fail = (code: string, attempts: number) =>
		sql`with again as (select setval('attempt', 1, false))
			update failing set code = ${code}, attempts = ${attempts} from again`.execute(db);

	for (const [code, id] of [
		[SERIALIZATION_FAILURE, firstStubborn],
		[DEADLOCK, firstStubborn.replace(/^.{8}/, '00000000')]
	] as const) {
		await fail(code, 2);
		expect(await send(), `${code} twice`).toMatchObject({ ok: true });
		await fail(code, 1000);
		const refused = { ok: false, error: { code: 'unavailable' } };
		expect(await send(id), `${code} without end`).toMatchObject(refused);
		await fail(code, 0);
		expect(await send(id), `${code} no more, sent again`).toMatchObject({ ok: true });
	}
}

/** Revision 6 meets somebody who holds what it needs and needs what it holds. */
async function deadlock({ db, url }: World, send: Send): Promise<void> {
	const other = new pg.Client({ connectionString: url });
	onTestFinished(() => other.end());
	await other.connect();
	await other.query('begin');
	await other.query('update campaign set head_seq = head_seq');
	const answer = send(); // holds the day, waits for the campaign
	// Whoever waited first looks for a deadlock first, and is the one given up: the command.
	await other.query(`do $$ begin
		while not exists (select from pg_locks where not granted) loop perform pg_sleep(0.001); end loop;
		perform from report for update;
	end $$`);
	await other.query('commit');
	expect(await answer).toMatchObject({ ok: true, result: { revision: 6 } });
	await until('the database counts a deadlock', async () => {
		const { rows } = await sql<{ deadlocks: number }>`
			select deadlocks from pg_stat_database where datname = current_database()
		`.execute(db);
		return rows[0]?.deadlocks === 1;
	});
}
