import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CommandAnswer } from '#lib/protocol/commands.ts';
import type { Role } from '#lib/protocol/people.ts';
import { fingerprint } from '#lib/server/commands/fingerprint.ts';
import { Refusals, REFUSALS_FOR } from '#lib/server/commands/refusals.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { COMMUNE, FOCAL, raise, stepsOf } from '../harness/requests.ts';

let inside: Inside;
beforeAll(async () => {
	inside = await startInside();
	await inside.at('2025-03-03', '09:00');
});
afterEach(async () => {
	const { folded, stored } = await inside.bothWays();
	expect(folded).toEqual(stored);
});
afterAll(() => inside.leave());

const refusedWith = (code: string) => ({ ok: false, error: { code } });
const claim = (group: string, request: number, id?: string) =>
	inside.give(group, 'request.claim', { request }, id);
const release = (group: string, request: number) =>
	inside.give(group, 'request.release', { request, reason: 'Bận' });
/** Sends what no type allows. */
const send = (username: string, type: string, input: unknown, id: string) =>
	inside.give(username, type as 'request.claim', input as { request: number }, id);

async function as<T>(username: string, role: Role, work: () => Promise<T>): Promise<T> {
	const [grant] = inside.person(username).grants;
	const before = grant!.role;
	grant!.role = role;
	return work().finally(() => (grant!.role = before));
}

describe('the first answer to an id is the answer', () => {
	test('a first copy that arrives after its retry was refused is refused too', async () => {
		const request = await raise(inside);
		await claim('group-1', request);
		const id = randomUUID();
		const told = await claim('group-2', request, id);
		expect(told).toMatchObject(refusedWith('conflict'));
		await release('group-1', request);
		expect(await claim('group-2', request, id)).toEqual(told);
		expect(inside.board.requests.get(request)?.state).toBe('open');
		expect(await claim('group-2', request)).toMatchObject({ ok: true });
		await release('group-2', request);
	});

	test('what was refused by role, type or shape stays refused when that changes', async () => {
		const request = await raise(inside);
		const ids = Array.from({ length: 3 }, () => randomUUID());
		const all = () =>
			Promise.all([
				send('leader', 'request.claim', { request }, ids[0]!),
				send('leader', 'request.unheard_of', {}, ids[1]!),
				send('leader', 'request.acknowledge', { request: '\u0000' }, ids[2]!)
			]);
		const told = await all();
		expect(told.map((answer) => !answer.ok && answer.error.code)).toEqual([
			...['forbidden', 'invalid', 'invalid']
		]);
		expect(await as('leader', 'group_member', all)).toEqual(told);
	});

	test('what was done stays done when its sender may not do it any more', async () => {
		const id = randomUUID();
		const input = { unit: COMMUNE, kind: 'other', severity: 'minor', title: 'Mực in' } as const;
		const told = await inside.give(FOCAL, 'request.raise', input, id);
		expect(told.ok).toBe(true);
		const again = await as(FOCAL, 'leader', () => inside.give(FOCAL, 'request.raise', input, id));
		expect(again).toEqual(told);
	});

	test('also when what was done before would be refused by its shape today', async () => {
		const id = randomUUID();
		const request = await raise(inside);
		const told = await inside.give('coordinator', 'request.comment', { request, text: 'Xong' }, id);
		const { account_id } = inside.person('coordinator');
		await inside.database.db
			.updateTable('command')
			.set({ fingerprint: fingerprint(account_id, 'request.comment', { request }) })
			.where('id', '=', id)
			.execute();
		expect(await send('coordinator', 'request.comment', { request }, id)).toEqual(told);
	});

	test('with other content an id is a conflict, and the first answer stays', async () => {
		const request = await raise(inside);
		await claim('group-1', request);
		const id = randomUUID();
		const told = await claim('group-2', request, id);
		const other = await raise(inside);
		const conflict = await claim('group-2', other, id);
		expect(conflict).toMatchObject(refusedWith('conflict'));
		expect(conflict).not.toEqual(told);
		expect(await claim('group-2', request, id)).toEqual(told);
		await release('group-1', request);
	});

	test('a refusal is told again in the language of whoever asks', async () => {
		const request = await raise(inside);
		await claim('group-1', request);
		const id = randomUUID();
		await claim('group-2', request, id);
		const told = await inside.give('group-2', 'request.claim', { request }, id, 'vi');
		expect(told).toMatchObject({
			error: { message: expect.stringContaining('đã nhận') as string }
		});
		await release('group-1', request);
	});

	test('an id is one account’s own: another account can neither block it nor learn of it', async () => {
		const request = await raise(inside);
		const id = randomUUID();
		const refused = await send('group-2', 'request.claim', { request: 1e9 }, id);
		expect(refused).toMatchObject(refusedWith('not_found'));
		expect(await claim('group-1', request, id)).toMatchObject({ ok: true });
		expect(await send('group-2', 'request.claim', { request: 1e9 }, id)).toEqual(refused);
		await release('group-1', request);
	});
});

describe('copies at once', () => {
	test('are all told the same, whichever of them was first', async () => {
		const request = await raise(inside);
		for (let round = 0; round < 30; round++) {
			const held = await claim('group-1', request);
			expect(held.ok).toBe(true);
			const id = randomUUID();
			const [released, ...told] = await Promise.all([
				release('group-1', request),
				...Array.from({ length: 3 }, () => claim('group-2', request, id)),
				claim('group-2', request, id)
			]);
			expect(released.ok).toBe(true);
			for (const answer of told) expect(answer, `round ${round}`).toEqual(told[0]);
			expect(await claim('group-2', request, id)).toEqual(told[0]);
			if (told[0]?.ok) await release('group-2', request);
		}
	});

	test('at random, of two accounts with the same ids: one answer each, done once or never', async () => {
		const request = await raise(inside);
		const groups = ['group-3', 'group-4'] as const;
		const step = fc.record({
			group: fc.constantFrom(...groups),
			what: fc.constantFrom('claim', 'claim', 'claim', 'release'),
			id: fc.nat(3),
			pause: fc.nat(4)
		});
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
				const ids = Array.from({ length: 4 }, () => randomUUID());
				const told = new Map<string, CommandAnswer[]>();
				const before = await counted();
				await Promise.all(
					steps.map(async ({ group, what, id, pause }) => {
						await new Promise((resolve) => setTimeout(resolve, pause));
						if (what === 'release') return void (await release(group, request));
						const answer = await claim(group, request, ids[id]);
						const key = `${group} ${id}`;
						told.set(key, [...(told.get(key) ?? []), answer]);
					})
				);
				for (const group of groups) await release(group, request);
				let done = 0;
				for (const [key, answers] of told) {
					for (const answer of answers) expect(answer, key).toEqual(answers[0]);
					const [group = '', id] = key.split(' ');
					expect(await claim(group, request, ids[Number(id)]), `${key}, late`).toEqual(answers[0]);
					if (answers[0]?.ok) done++;
				}
				expect((await counted()) - before, 'claims in the history').toBe(done);
			}),
			{ numRuns: 40 }
		);

		async function counted(): Promise<number> {
			return (await stepsOf(inside, request)).filter(({ step }) => step === 'claim').length;
		}
	});
});

describe('no answer', () => {
	test('was given by a refusal that could not be kept: the command may be done after it', async () => {
		const request = await raise(inside);
		await claim('group-1', request);
		await sql`
			create function go_away() returns trigger language plpgsql as $$
			begin raise exception 'gone' using errcode = '57P01'; end $$;
			create trigger go_away before insert on command for each row
				when (new.refusal is not null) execute function go_away();
		`.execute(inside.database.db);
		const id = randomUUID();
		expect(await claim('group-2', request, id)).toMatchObject(refusedWith('unavailable'));
		await sql`drop trigger go_away on command; drop function go_away`.execute(inside.database.db);
		await release('group-1', request);
		expect(await claim('group-2', request, id)).toMatchObject({ ok: true });
		await release('group-2', request);
	});

	test('is given to who is refused without end, and nothing is kept of it', async () => {
		const { services } = inside;
		const { db } = services;
		const usual = services.refusals;
		services.refusals = new Refusals(db, 5);
		const request = await raise(inside);
		await claim('group-1', request);
		const ids = Array.from({ length: 8 }, () => randomUUID());
		const codes = [];
		for (const id of ids) {
			const answer = await claim('group-2', request, id);
			codes.push(!answer.ok && answer.error.code);
		}
		expect(codes).toEqual([
			...Array.from({ length: 5 }, () => 'conflict'),
			...Array.from({ length: 3 }, () => 'rate_limited')
		]);
		services.refusals = usual;
		const kept = await db.selectFrom('command').select('id').where('id', 'in', ids).execute();
		expect(kept).toHaveLength(5);
		await release('group-1', request);
		expect(await claim('group-2', request, ids[7])).toMatchObject({ ok: true });
	});
});

test('refusals are forgotten when no copy can come any more, and of one account the oldest; what was done never', async () => {
	const { db } = inside.database;
	const { refusals } = inside.services;
	const request = await raise(inside);
	await claim('group-5', request);
	const ids = Array.from({ length: 3 }, () => randomUUID());
	for (const id of ids) await claim('group-6', request, id);
	const known = async () => {
		const rows = await db.selectFrom('command').select('id').where('id', 'in', ids).execute();
		return ids.map((id) => rows.some((row) => row.id === id));
	};
	const done = async () =>
		(await db.selectFrom('command').select('id').where('refusal', 'is', null).execute()).length;
	const before = await done();
	const soon = new Date(Date.now() + 60_000);
	await refusals.sweep(new Date(soon.getTime() + REFUSALS_FOR - 120_000));
	expect(await known()).toEqual([true, true, true]);
	await refusals.sweep(soon, 2);
	expect(await known()).toEqual([false, true, true]);
	await refusals.sweep(new Date(soon.getTime() + REFUSALS_FOR));
	expect(await known()).toEqual([false, false, false]);
	expect(await done()).toBe(before);
});
