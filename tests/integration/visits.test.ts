import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CommandInput } from '#lib/protocol/commands.ts';
import type { Visit } from '#lib/campaign/visits/visit.ts';
import type { VisitDetails } from '#lib/protocol/visit-details.ts';
import { startParties, type Parties } from '../harness/parties.ts';

/** A commune of district 461, another one, and one of district 469. */
const [COMMUNE, NEIGHBOUR, ELSEWHERE] = ['19330', '19333', '19678'];

let parties: Parties;
beforeAll(async () => {
	parties = await startParties();
});
beforeEach(() => parties.setTime('2025-03-01', '08:00'));
afterEach(async () => {
	const { folded, stored } = await parties.bothWays();
	expect(folded).toEqual(stored);
});
afterAll(() => parties.leave());

const on = (day: number) => `2025-03-${String(day).padStart(2, '0')}`;
const plan = (
	group: string,
	from: number,
	to: number,
	more: { unit?: string; note?: string } = {}
) =>
	parties.give('coordinator', 'visit.plan', {
		...{ group, unit: COMMUNE, from: on(from), to: on(to), ...more }
	});
const give = <Type extends 'visit.move' | 'visit.cancel' | 'visit.check_out'>(
	who: string,
	type: Type,
	input: CommandInput<Type>
) => parties.give(who, type, input);
/** A visit of a group, known to it. */
async function published(group: string, from: number, to: number): Promise<number> {
	const visit = Number((await plan(group, from, to)).result?.['visit']);
	await parties.give('coordinator', 'visit.publish', { visits: [visit] });
	return visit;
}
async function seen(number: number): Promise<Visit | undefined> {
	const { visits } = await parties.settled();
	return visits.find((visit) => visit.number === number);
}

describe('the life of a visit', () => {
	test('from a draft to what was found there', async () => {
		const drafted = await plan('group-1', 2, 4, { note: 'Mang máy quét A3' });
		expect(drafted).toMatchObject({ ok: true, result: { state: 'planned' } });
		const visit = Number(drafted.result?.['visit']);
		const about = { visit };
		expect(await parties.give('group-1', 'visit.check_in', about)).toMatchObject({
			error: { code: 'conflict', field: 'visit' }
		});
		const answer = await parties.give('coordinator', 'visit.publish', { visits: [visit] });
		expect(answer.result).toEqual({ published: [visit], skipped: [] });
		const again = await parties.give('coordinator', 'visit.publish', { visits: [visit] });
		expect(again.result).toEqual({ published: [], skipped: [visit] });

		// The day before is too early.
		expect(await parties.give('group-1', 'visit.depart', about)).toMatchObject({
			error: { code: 'conflict' }
		});
		await parties.setTime(on(2), '07:30');
		expect(await parties.give('group-1-2', 'visit.depart', about)).toMatchObject({
			result: { state: 'en_route' }
		});
		const place = { latitude: 16.8, longitude: 107.1, accuracy: 12, kilometres: 468.2 };
		await parties.give('group-1', 'visit.check_in', { visit, place });
		expect(await seen(visit)).toMatchObject({ state: 'on_site', arrived_at: /T00:30/ });

		await parties.setTime(on(4), '16:00');
		const findings = { inspected: '12 quyển khai sinh', found: 'Thiếu 2 quyển', guidance: null };
		const took_part = { commune_officers: 3, police: 1 };
		await parties.give('group-1', 'visit.check_out', { visit, ...findings, took_part });
		expect(await seen(visit)).toMatchObject({ state: 'done', to: on(4), left_at: /T09:00/ });

		const { body } = await parties.read<VisitDetails>('commune-19330', `visits/${visit}`);
		expect(body.note).toBe('Mang máy quét A3');
		expect(body.steps.map(({ step, by }) => `${step} ${by.username}`)).toEqual([
			'publish coordinator',
			'depart group-1-2',
			'check_in group-1',
			'check_out group-1'
		]);
		expect(body.steps[2]?.details).toEqual({ place });
		expect(body.steps[3]?.details).toEqual({ ...findings, took_part });
	});

	test('what a phone kept for a network keeps its time, is done once, and names its field when refused', async () => {
		const visit = await published('group-1', 6, 7);
		await parties.setTime(on(7), '08:00');
		const device_time = new Date().toISOString();
		const id = randomUUID();
		const twice = [1, 2].map(() =>
			parties.give('group-1', 'visit.check_in', { visit, device_time }, id)
		);
		for (const answer of await Promise.all(twice)) expect(answer).toMatchObject({ ok: true });
		const { body } = await parties.read<VisitDetails>('coordinator', `visits/${visit}`);
		expect(body.steps.filter(({ step }) => step === 'check_in')).toMatchObject([
			{ details: { device_time } }
		]);
		for (const [police, message] of [
			[1001, '1.000'],
			[2.5, 'số nguyên']
		] as const) {
			const left = await give('group-1', 'visit.check_out', { visit, took_part: { police } });
			expect(left.error).toMatchObject({ code: 'invalid', field: 'took_part.police' });
			expect(left.error?.message).toContain(message);
		}
		await give('group-1', 'visit.check_out', { visit });
		expect(await seen(visit)).toMatchObject({ state: 'done' });
	});

	test('left early, for a reason, it frees the rest of its days', async () => {
		const visit = await published('group-2', 1, 5);
		await parties.give('group-2', 'visit.check_in', { visit });
		await parties.setTime(on(2), '15:00');
		expect(await give('group-2', 'visit.check_out', { visit })).toMatchObject({
			error: { code: 'invalid', field: 'cut_short' }
		});
		await give('group-2', 'visit.check_out', { visit, cut_short: 'Đường sạt lở' });
		expect(await seen(visit)).toMatchObject({ state: 'cut_short', to: on(2) });
		expect(await plan('group-2', 3, 5)).toMatchObject({ ok: true });
	});

	test('moved while the group is there, it keeps what was', async () => {
		const visit = await published('group-3', 1, 3);
		await parties.give('group-3', 'visit.check_in', { visit });
		await parties.setTime(on(2), '08:00');
		for (const change of [{ from: on(2) }, { unit: NEIGHBOUR }, { group: 'group-4' }]) {
			expect(await give('coordinator', 'visit.move', { visit, ...change })).toMatchObject({
				error: { code: 'conflict', field: Object.keys(change)[0] }
			});
		}
		expect(await give('coordinator', 'visit.move', { visit, to: on(1) })).toMatchObject({
			error: { code: 'conflict', field: 'to' }
		});
		await give('coordinator', 'visit.move', { visit, to: on(6) });
		expect(await seen(visit)).toMatchObject({ to: on(3), change: { from: on(1), to: on(6) } });
		await parties.give('coordinator', 'visit.publish', { visits: [visit] });
		expect(await seen(visit)).toMatchObject({ state: 'on_site', from: on(1), to: on(6) });
		expect(await give('coordinator', 'visit.cancel', { visit, reason: 'Thôi' })).toMatchObject({
			error: { code: 'conflict' }
		});
	});

	test('called off, it says why to those who knew of it, and frees its days', async () => {
		const visit = await published('group-4', 3, 5);
		expect(await give('coordinator', 'visit.cancel', { visit })).toMatchObject({
			error: { code: 'invalid', field: 'reason' }
		});
		await give('coordinator', 'visit.cancel', { visit, reason: 'Xã đã xong' });
		expect(await seen(visit)).toMatchObject({ state: 'cancelled' });
		const draft = Number((await plan('group-4', 3, 5)).result?.['visit']);
		expect(await give('coordinator', 'visit.cancel', { visit: draft })).toMatchObject({ ok: true });
		const facts = await parties.read('leader', 'facts?after=0&limit=1000');
		expect(JSON.stringify(facts.body)).not.toContain('Xã đã xong');
	});
});

describe('a change of what is published', () => {
	const publish = (...visits: number[]) => parties.give('coordinator', 'visit.publish', { visits });

	test('is a draft until it is published, and none when it is taken back', async () => {
		const visit = await published('group-1', 14, 15);
		const move = (more: object) => give('coordinator', 'visit.move', { visit, ...more });
		await move({ unit: NEIGHBOUR, from: on(16), to: on(18) });
		const change = { group: 'group-1', unit: NEIGHBOUR, from: on(16), to: on(18) };
		expect(await seen(visit)).toMatchObject({ unit: COMMUNE, from: on(14), to: on(15), change });
		// What is changed next starts from the draft.
		await move({ to: on(17), note: 'Mang máy quét' });
		expect(await seen(visit)).toMatchObject({ change: { ...change, to: on(17) } });
		expect((await parties.read('group-1', `visits/${visit}`)).body).toMatchObject({ note: null });
		await move({ unit: COMMUNE, from: on(14), to: on(15), note: null });
		expect((await seen(visit))?.change).toBeUndefined();
		expect((await publish(visit)).result).toEqual({ published: [], skipped: [visit] });

		await move({ unit: NEIGHBOUR, note: 'Mang máy quét' });
		expect((await publish(visit)).result).toEqual({ published: [visit], skipped: [] });
		const after = await seen(visit);
		expect(after).toMatchObject({ state: 'published', unit: NEIGHBOUR, from: on(14) });
		expect(after?.change).toBeUndefined();
		expect((await parties.read('group-1', `visits/${visit}`)).body).toMatchObject({
			note: 'Mang máy quét'
		});
	});

	test('is known to planners only, its history too', async () => {
		const visit = await published('group-2', 14, 15);
		await give('coordinator', 'visit.move', { visit, to: on(16), note: 'Chưa chắc' });
		for (const [who, steps] of [
			['coordinator', ['plan', 'publish', 'move']],
			['group-2', ['publish']],
			['commune-19330', ['publish']]
		] as const) {
			const { steps: known } = (await parties.read(who, `visits/${visit}`)).body as VisitDetails;
			expect([who, known.map(({ step }) => step)]).toEqual([who, steps]);
		}
	});

	test('lets two visits change places when they are published together, not one by one', async () => {
		const first = await published('group-3', 14, 15);
		const second = await published('group-3', 16, 17);
		const swap = { visit: first, from: on(16), to: on(17) };
		expect(await give('coordinator', 'visit.move', swap)).toMatchObject({
			error: { code: 'conflict', field: 'from' }
		});
		await give('coordinator', 'visit.move', { visit: second, from: on(18), to: on(19) });
		await give('coordinator', 'visit.move', swap);
		await give('coordinator', 'visit.move', { visit: second, from: on(14), to: on(15) });
		const alone = await publish(first);
		expect(alone.error).toMatchObject({ code: 'conflict' });
		expect(alone.error?.message).toContain(String(second));
		expect((await publish(first, second)).result).toEqual({
			published: [first, second],
			skipped: []
		});
		expect(await seen(first)).toMatchObject({ from: on(16), to: on(17) });
		expect(await seen(second)).toMatchObject({ from: on(14), to: on(15) });
	});
});

describe('the plan refuses', () => {
	test('a group at two places, and names the visit in the way', async () => {
		const first = Number((await plan('group-5', 5, 7)).result?.['visit']);
		const refused = await plan('group-5', 7, 9, { unit: NEIGHBOUR });
		expect(refused.error).toMatchObject({ code: 'conflict', field: 'from' });
		expect(refused.error?.message).toContain(`chuyến công tác ${first}`);
		expect(refused.error?.message).toContain('7/3/2025');
		const second = Number((await plan('group-5', 8, 9)).result?.['visit']);
		expect(await give('coordinator', 'visit.move', { visit: second, from: on(6) })).toMatchObject({
			error: { code: 'conflict' }
		});
		expect(await seen(second)).toMatchObject({ from: on(8) });
		// Its own days are never in its way.
		expect(await give('coordinator', 'visit.move', { visit: second, to: on(10) })).toMatchObject({
			ok: true
		});
	});

	test('days outside the campaign, in the past, or the wrong way round', async () => {
		await parties.setTime(on(10), '08:00');
		const field = async (from: number, to: number) => (await plan('group-6', from, to)).error;
		expect(await field(19, 21)).toMatchObject({ code: 'invalid', field: 'to' });
		expect(await field(12, 11)).toMatchObject({ code: 'invalid', field: 'to' });
		expect(await field(9, 11)).toMatchObject({ code: 'conflict', field: 'from' });
		expect(await field(10, 11)).toBeUndefined();
	});

	test('the province, groups that are not there, and what is beyond a district', async () => {
		expect(await plan('group-7', 3, 4, { unit: '45' })).toMatchObject({
			error: { code: 'not_found', field: 'unit' }
		});
		expect(await plan('group-99', 3, 4)).toMatchObject({
			error: { code: 'not_found', field: 'group' }
		});
		const visit = await published('group-7', 3, 4);
		expect(await give('district-461', 'visit.move', { visit, unit: ELSEWHERE })).toMatchObject({
			error: { code: 'not_found', field: 'unit' }
		});
		expect(await give('district-461', 'visit.move', { visit, unit: '461' })).toMatchObject({
			ok: true
		});
	});
});

describe('at the same moment', () => {
	test('of many plans for the same days one stands, and the others are told of it', async () => {
		await parties.setTime(on(1), '08:00', true);
		const answers = await Promise.all(
			Array.from({ length: 16 }, (_, i) =>
				parties.give(i % 2 ? 'coordinator' : 'district-461', 'visit.plan', {
					...{ group: 'group-8', unit: i % 3 ? COMMUNE : NEIGHBOUR },
					...{ from: on(10 + (i % 2)), to: on(12) }
				})
			)
		);
		expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
		for (const { ok, error } of answers) {
			if (!ok)
				expect(error).toMatchObject({ code: 'conflict', message: /đã có chuyến công tác \d+/ });
		}
	});

	test('plans that do not touch all stand, each with a number of its own', async () => {
		const days = Array.from({ length: 8 }, (_, i) => i + 13);
		const answers = await Promise.all(days.map((day) => plan('group-8', day, day)));
		expect(answers.map(({ ok }) => ok)).toEqual(days.map(() => true));
		const numbers = answers.map(({ result }) => result?.['visit']);
		expect(new Set(numbers).size).toBe(days.length);
	});
});

test('what was written about a visit is for those it concerns', async () => {
	const visit = await published('group-2', 10, 11);
	const draft = Number((await plan('group-2', 12, 13)).result?.['visit']);
	const status = async (who: string, number: number | string = visit) =>
		(await parties.read(who, `visits/${number}`)).status;
	for (const who of ['coordinator', 'leader', 'district-461', 'commune-19330', 'group-2-2']) {
		expect(`${who} ${await status(who)}`).toBe(`${who} 200`);
	}
	for (const who of ['group-1', 'district-469', 'commune-19333', 'administrator']) {
		expect(`${who} ${await status(who)}`).toBe(`${who} 404`);
	}
	for (const who of ['commune-19330', 'group-2', 'group-2-2']) {
		expect(`${who} ${await status(who, draft)}`).toBe(`${who} 404`);
	}
	expect(await status('leader', draft)).toBe(200);
	expect(await status('coordinator', 99_999)).toBe(404);
	expect(await status('coordinator', '1e0')).toBe(404);
});

describe('a group', () => {
	const save = (input: CommandInput<'group.save'>, who = 'coordinator') =>
		parties.give(who, 'group.save', input);
	const group = async (code: string) =>
		(await parties.settled()).groups.find((one) => one.code === code);

	test('is made and changed, only where it is named', async () => {
		expect(await save({ group: 'group-9' })).toMatchObject({ error: { field: 'name_vi' } });
		await save({ group: 'group-9', name_vi: 'Tổ cơ động', base: '461' });
		expect(await group('group-9')).toMatchObject({
			name_en: 'Tổ cơ động',
			capacity: 5,
			base: '461'
		});
		await save({ group: 'group-9', capacity: 3, phone: ' 0233 ' });
		expect(await group('group-9')).toMatchObject({ capacity: 3, phone: '0233', base: '461' });
		expect(await save({ group: 'group-9', base: '00000' })).toMatchObject({
			error: { code: 'not_found', field: 'base' }
		});
	});

	test('is led by one of its members', async () => {
		await save({ group: 'group-1', lead: 'group-1-3' });
		const members = (await group('group-1'))?.members ?? [];
		expect(members.filter(({ leads }) => leads).map(({ username }) => username)).toEqual([
			'group-1-3'
		]);
		expect(await save({ group: 'group-1', lead: 'group-2' })).toMatchObject({
			error: { code: 'invalid', field: 'lead' }
		});
		expect((await group('group-1'))?.members[0]?.username).toBe('group-1-3');
	});
});
