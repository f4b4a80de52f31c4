import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar/calendar.ts';
import type { Severity, SupportRequest } from '#lib/campaign/requests/request.ts';
import { isQuiet } from '#lib/campaign/requests/service-time.ts';
import { startInside, type Inside } from '../harness/inside.ts';

const MINUTE = 60_000;
const STEP = 10 * MINUTE;
const at = (date: string, time: string) =>
	instantAt(`2025-03-${date}`, millisecondsOf(time), 'Asia/Ho_Chi_Minh');

let inside: Inside;
let now: Date;
beforeAll(async () => {
	inside = await startInside();
});
afterAll(() => inside.leave());

/** Lets time pass, and the server look every ten minutes. */
async function until(date: string, time: string): Promise<void> {
	const end = at(date, time);
	for (; now < end; now = new Date(now.getTime() + STEP)) {
		inside.pretend(now);
		await inside.sweep.look(inside.log);
	}
	inside.pretend(now);
	await inside.sweep.look(inside.log);
}

async function raise(severity: Severity, unit = '19330'): Promise<number> {
	const answer = await inside.give('coordinator', 'request.raise', {
		...{ unit, kind: 'equipment', severity, title: 'Máy quét hỏng' }
	});
	return Number(answer.ok && answer.result['request']);
}
const give = async (by: string, type: 'request.claim' | 'request.extend', request: number) =>
	expect(await inside.give(by, type, { request })).toMatchObject({ ok: true });

interface Told {
	kind: string;
	at: string;
	request: SupportRequest;
}
async function toldOf(number?: number): Promise<Told[]> {
	return (await inside.facts()).flatMap(({ kind, at, data }) =>
		'request' in data && (number === undefined || data.request.number === number)
			? [{ kind, at, request: data.request }]
			: []
	);
}
/** What happened when (UTC), apart from who was told that it is late. */
async function life(number: number): Promise<string[]> {
	const told = await toldOf(number);
	return told
		.filter(({ kind }) => kind !== 'request.escalated')
		.map(({ kind, at }) => `${kind.slice(8)} ${at.slice(8, 16)}`);
}
/** When which rung was told, local. */
async function rungsOf(number: number): Promise<string[]> {
	const told = await toldOf(number);
	return told
		.filter(({ kind }) => kind === 'request.escalated')
		.map(({ at, request }) => {
			const local = new Date(Date.parse(at) + 7 * 60 * MINUTE).toISOString();
			return `${local.slice(8, 10)} ${local.slice(11, 16)} ${request.escalation?.rung}`;
		});
}

describe('in a week', () => {
	beforeAll(() => {
		now = at('03', '07:00');
	});

	test('what nobody takes goes up once per rung and then leaves everybody alone', async () => {
		await until('03', '09:00');
		const ignored = await raise('blocking');
		await until('03', '18:50');
		const evening = await raise('blocking', '19333');
		await until('05', '09:00');
		expect(await rungsOf(ignored)).toEqual(['03 09:30 coordinator', '03 10:00 leader']);
		expect(await rungsOf(evening)).toEqual(['04 07:20 coordinator', '04 07:50 leader']);
		expect(inside.board.requests.get(ignored)?.due).toMatchObject({ clock: 'response' });
	});

	test('seen holds it for a while only, and news ends it', async () => {
		const request = await raise('blocking');
		await give('group-1-2', 'request.claim', request);
		await until('05', '10:00');
		await give('group-1-2', 'request.extend', request);
		await until('05', '11:40');
		expect(await rungsOf(request)).toEqual(['05 11:00 holder', '05 11:30 lead']);
		expect(await inside.give('group-1', 'request.acknowledge', { request })).toMatchObject({
			ok: true,
			result: { until: at('05', '13:40').toISOString() }
		});
		await until('05', '13:30');
		await give('group-1-2', 'request.extend', request); // keeps it, and tells nobody anything
		expect(await rungsOf(request)).toHaveLength(2);
		expect(inside.board.requests.get(request)?.escalation).toMatchObject({
			...{ rung: 'lead', acknowledged_until: at('05', '13:40').toISOString() }
		});
		await until('05', '14:00');
		expect((await rungsOf(request)).slice(2)).toEqual(['05 13:40 coordinator']);
		const answer = { request, text: 'Máy mới tới chiều nay' };
		await inside.give('group-1-2', 'request.comment', answer);
		expect(inside.board.requests.get(request)).toMatchObject({ escalation: null });
		await until('05', '15:00');
		await give('group-1-2', 'request.extend', request);
		await until('05', '16:30');
		// The next promise of news was not kept either: it begins at the bottom again.
		expect((await rungsOf(request)).slice(3)).toEqual(['05 16:00 holder', '05 16:30 lead']);
	});

	test('an acknowledgement in the evening holds until the morning', async () => {
		await until('06', '18:00');
		const request = await raise('blocking', '19678');
		await until('06', '18:40');
		expect(await rungsOf(request)).toEqual(['06 18:30 coordinator']);
		await inside.give('coordinator', 'request.acknowledge', { request });
		await until('07', '12:00');
		expect((await rungsOf(request)).slice(1)).toEqual(['07 08:40 leader']);
	});

	test('what waits goes on by itself, is freed, and what is resolved falls silent', async () => {
		await until('08', '08:00');
		const [waits, resolved] = [await raise('minor', '19681'), await raise('minor', '19684')];
		await give('group-3', 'request.claim', waits);
		await give('group-4', 'request.claim', resolved);
		const until9 = at('08', '09:00').toISOString();
		await inside.give('group-3', 'request.wait', {
			...{ request: waits, reason: 'Chờ máy', until: until9 }
		});
		await inside.give('group-4', 'request.resolve', {
			...{ request: resolved, outcome: 'done', note: 'Xong' }
		});
		await until('10', '08:00');
		expect(await life(waits)).toEqual([
			...['raised 08T01:00', 'claimed 08T01:00', 'waiting 08T01:00', 'wait_over 08T02:00'],
			...['lease_ending 08T03:50', 'expired 08T04:00']
		]);
		expect(await life(resolved)).toEqual([
			...['raised 08T01:00', 'claimed 08T01:00', 'resolved 08T01:00', 'verified 09T01:00']
		]);
		expect(inside.board.requests.get(resolved)?.verified_by).toBe('silence');
	});

	test('nobody was ever told at night, nor twice on one rung about one promise', async () => {
		const escalated = (await toldOf()).filter(({ kind }) => kind === 'request.escalated');
		expect(escalated.length).toBeGreaterThan(10);
		const { campaign } = inside.board;
		expect(escalated.filter(({ at }) => isQuiet(campaign, new Date(at)))).toEqual([]);
		const rungs = escalated.map(({ request: { number, due, escalation } }) =>
			[number, due?.clock, due?.at, escalation?.rung].join(' ')
		);
		expect(new Set(rungs).size).toBe(rungs.length);
	});
});

test('after a night in which nobody looked, what is due is done in order and at once', async () => {
	now = at('12', '17:00');
	await until('12', '17:00');
	const request = await raise('slowing', '19693');
	await give('group-7', 'request.claim', request);
	now = at('13', '10:00');
	await until('13', '10:00');
	// Overdue since 09:00, and the claim ended at 07:00: its holder is told both, and keeps it for now.
	const kinds = (await toldOf(request)).map(({ kind }) => kind.slice(8));
	expect(kinds).toEqual(['raised', 'claimed', 'lease_ending', 'escalated']);
	expect(inside.board.requests.get(request)).toMatchObject({
		...{ state: 'claimed', holder: { until: at('13', '10:10').toISOString() } }
	});
	await until('13', '10:10');
	expect(inside.board.requests.get(request)).toMatchObject({
		...{ state: 'open', at: at('13', '10:10').toISOString() },
		// What was promised for 09:00 has not come: the ladder goes on where it was.
		escalation: { clock: 'response', rung: 'holder', at: at('13', '10:00').toISOString() },
		due: { clock: 'response', at: at('13', '09:00').toISOString() }
	});
	const { folded, stored } = await inside.bothWays();
	expect(folded).toEqual(stored);
});

test('however many look at once, everything happens once', async () => {
	now = at('14', '08:00');
	await until('14', '08:00');
	const requests = await Promise.all(Array.from({ length: 30 }, () => raise('blocking')));
	now = at('14', '08:30');
	inside.pretend(now);
	const { seq } = inside.board;
	const looks = Array.from({ length: 4 }, () => inside.sweep.look(inside.log));
	const dealt = (await Promise.all(looks)).reduce((sum, count) => sum + count, 0);
	expect(dealt).toBe(requests.length);
	const told = (await inside.facts(seq)).filter(({ data }) => 'request' in data);
	expect(told.map(({ kind }) => kind)).toEqual(Array(30).fill('request.escalated'));
});

describe('a claim at a place the group visits', () => {
	const plan = (number: number, from_date: string, to_date: string, unit_code: string) =>
		inside.database.db
			.insertInto('visit')
			.values({
				...{ campaign_id: inside.campaign.id, number, group_code: 'group-8', unit_code },
				...{ from_date, to_date, state: 'published', at: now }
			})
			.execute();
	const untilOf = (request: number) => inside.board.requests.get(request)?.holder?.until;

	test('lasts as long as the visit, and no longer when that is cut short', async () => {
		now = at('15', '09:00');
		await until('15', '09:00');
		await plan(901, '2025-03-15', '2025-03-16', '461');
		const request = await raise('minor');
		await give('group-8', 'request.claim', request);
		expect(untilOf(request)).toBe(at('17', '07:00').toISOString());
		await until('16', '09:00');
		await inside.database.db
			.updateTable('visit')
			.set({ state: 'cut_short' })
			.where('number', '=', 901)
			.execute();
		await until('16', '09:10');
		expect(untilOf(request)).toBe(at('16', '11:00').toISOString());
		await until('16', '12:00');
		expect((await life(request)).slice(2)).toEqual([
			...['lease_ending 16T02:00', 'lease_ending 16T03:50', 'expired 16T04:00']
		]);
	});

	test('goes on when the group is sent there after it, and ends with the visit', async () => {
		await until('17', '16:00');
		const request = await raise('minor', '19333');
		await give('group-8', 'request.claim', request);
		await until('17', '16:30');
		await plan(902, '2025-03-17', '2025-03-17', '19333');
		await until('17', '18:00');
		expect(untilOf(request)).toBe(at('18', '07:00').toISOString());
		await until('18', '08:00');
		// The visit's last evening is the last time at which somebody can be warned.
		expect((await life(request)).slice(2)).toEqual([
			'extended 17T10:50',
			'lease_ending 17T11:50',
			'expired 18T00:00'
		]);
	});
});
