import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requestRoles } from '#lib/campaign/requests/request-roles.ts';
import { actsOn } from '#lib/components/requests/request-acts.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { FOCAL, raise, stepsOf } from '../harness/requests.ts';

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

const STAFF = { username: 'coordinator', role: 'coordinator', unit: null, group: null };
const onBoard = (request: number) => inside.board.requests.get(request);

describe('a request', () => {
	test('is raised, claimed, worked on, resolved and verified', async () => {
		const request = await raise(inside);
		expect(onBoard(request)).toMatchObject({
			...{ state: 'open', raised_by: FOCAL, holder: null },
			due: { clock: 'response', at: '2025-03-03T04:00:00.000Z' }
		});
		expect(await inside.give('group-1-2', 'request.claim', { request })).toMatchObject({
			ok: true,
			result: { state: 'claimed', until: '2025-03-03T04:00:00.000Z' }
		});
		expect(await inside.give('group-2', 'request.claim', { request })).toMatchObject({
			error: {
				code: 'conflict',
				message: 'Member 2 of group 1 (Working group 1) has already claimed this request.',
				details: { state: 'claimed', by: { username: 'group-1-2' }, group: { code: 'group-1' } }
			}
		});
		await inside.at('2025-03-03', '09:30');
		expect(await inside.give('group-1', 'request.start', { request })).toMatchObject({
			result: { state: 'in_progress', until: '2025-03-03T04:30:00.000Z' }
		});
		expect(onBoard(request)?.due).toEqual({ clock: 'update', at: '2025-03-03T06:30:00.000Z' });
		expect(
			await inside.give('group-1', 'request.resolve', {
				...{ request, outcome: 'done', note: 'Đã thay đèn' }
			})
		).toMatchObject({ result: { state: 'resolved' } });
		expect(onBoard(request)).toMatchObject({
			...{ holder: null, due: null, resolved_by: 'group-1', outcome: 'done' }
		});
		// Whoever comes when it is over is told who was first as well.
		expect(await inside.give('group-2', 'request.claim', { request })).toMatchObject({
			error: {
				code: 'conflict',
				message: `Lead of group 1 (Working group 1) has already resolved request ${request}.`,
				details: { state: 'resolved', by: { username: 'group-1' }, group: { code: 'group-1' } }
			}
		});
		expect(await inside.give('group-1', 'request.verify', { request })).toMatchObject({
			error: { code: 'forbidden' }
		});
		expect(await inside.give(FOCAL, 'request.verify', { request })).toMatchObject({
			result: { state: 'verified' }
		});
		expect((await stepsOf(inside, request)).map(({ step }) => step)).toEqual([
			...['raise', 'claim', 'start', 'resolve', 'verify']
		]);
	});

	test('waits, goes on, is asked for and given back, and says why each time', async () => {
		await inside.at('2025-03-04', '09:00');
		const request = await raise(inside);
		await inside.give('group-1', 'request.claim', { request });
		const wait = { request, reason: 'Chờ linh kiện', until: '2025-03-05T10:00:00+07:00' };
		expect(
			await inside.give('group-1', 'request.wait', { ...wait, until: '2025-03-04T09:00:00+07:00' })
		).toMatchObject({ error: { code: 'invalid', field: 'until' } });
		// The claim lasts two hours beyond the wait.
		expect(await inside.give('group-1', 'request.wait', wait)).toMatchObject({
			result: { state: 'waiting', until: '2025-03-05T05:00:00.000Z' }
		});
		expect(await inside.give('group-1-2', 'request.start', { request })).toMatchObject({
			ok: true
		});
		expect(onBoard(request)).toMatchObject({ state: 'in_progress', waiting_until: null });
		const asked = { request, reason: 'Tổ 2 ở gần hơn' };
		expect(await inside.give('group-2', 'request.ask_release', asked)).toMatchObject({ ok: true });
		expect(onBoard(request)?.release_asked).toMatchObject({ by: 'group-2' });
		expect(await inside.give('group-2', 'request.release', asked)).toMatchObject({
			error: { code: 'forbidden' }
		});
		const release = { request, reason: 'Nhường tổ 2' };
		expect(await inside.give('group-1', 'request.release', release)).toMatchObject({
			result: { state: 'open' }
		});
		expect(onBoard(request)).toMatchObject({
			...{ holder: null, release_asked: null, due: { clock: 'response' } }
		});
		expect(await inside.give('group-2', 'request.claim', { request })).toMatchObject({ ok: true });
		expect((await stepsOf(inside, request)).map(({ step, text }) => [step, text])).toEqual([
			...[
				['raise', null],
				['claim', null],
				['wait', wait.reason],
				['start', null]
			],
			...[
				['ask_release', asked.reason],
				['release', release.reason],
				['claim', null]
			]
		]);
	});

	test('is taken over by leads for their own group, and given by staff to any', async () => {
		const request = await raise(inside);
		await inside.give('group-1', 'request.claim', { request });
		const reason = 'Gấp';
		const take = (by: string, rest: object = {}) =>
			inside.give(by, 'request.take_over', { request, reason, ...rest });
		expect(await take('group-2-2')).toMatchObject({ error: { code: 'forbidden' } });
		expect(await take('group-2', { group: 'group-3' })).toMatchObject({
			error: { code: 'forbidden' }
		});
		expect(await take('group-2', { person: 'group-2-3' })).toMatchObject({ ok: true });
		expect(onBoard(request)?.holder).toMatchObject({ group: 'group-2', person: 'group-2-3' });
		expect(await take('coordinator')).toMatchObject({ error: { code: 'invalid', field: 'group' } });
		expect(await take('coordinator', { group: 'group-99' })).toMatchObject({
			error: { code: 'not_found', field: 'group' }
		});
		expect(await take('coordinator', { group: 'group-3', person: 'group-1' })).toMatchObject({
			error: { code: 'not_found', field: 'person' }
		});
		expect(await take('district-461', { group: 'group-3' })).toMatchObject({ ok: true });
		expect(onBoard(request)?.holder).toMatchObject({ group: 'group-3', person: 'group-3' });
		expect((await stepsOf(inside, request)).at(-1)?.details).toEqual({
			from: { group: 'group-2', person: 'group-2-3' },
			to: { group: 'group-3', person: 'group-3' }
		});
		expect(await take('district-469', { group: 'group-3' })).toMatchObject({
			error: { code: 'not_found', field: 'request' }
		});
	});

	test('is opened again with its history, declined, or found to repeat another', async () => {
		const [first, repeat, declined] = [
			await raise(inside),
			await raise(inside),
			await raise(inside)
		];
		const reason = 'Trùng';
		await inside.give('coordinator', 'request.decline', { request: declined, reason });
		expect(
			await inside.give('coordinator', 'request.merge', { request: repeat, into: declined })
		).toMatchObject({ error: { code: 'conflict', field: 'into' } });
		expect(
			await inside.give('coordinator', 'request.merge', { request: repeat, into: repeat })
		).toMatchObject({ error: { code: 'invalid', field: 'into' } });
		await inside.give('coordinator', 'request.merge', { request: repeat, into: first });
		expect(onBoard(repeat)).toMatchObject({ state: 'duplicate', duplicate_of: first, due: null });
		expect(await inside.give('group-1', 'request.claim', { request: repeat })).toMatchObject({
			error: { code: 'conflict', details: { state: 'duplicate' } }
		});
		const again = { request: repeat, reason: 'Máy khác' };
		expect(await inside.give(FOCAL, 'request.reopen', again)).toMatchObject({ ok: true });
		expect(onBoard(repeat)).toMatchObject({ state: 'open', duplicate_of: null, reopened: 1 });
		expect(onBoard(repeat)?.due).toMatchObject({ clock: 'response' });
	});

	test('is found to be more urgent than it was said: its clocks begin anew, its history says why', async () => {
		const request = await raise(inside, 'minor');
		const change = { request, severity: 'blocking', reason: 'Cả xã phải dừng' } as const;
		for (const by of [FOCAL, 'group-1', 'leader']) {
			expect(await inside.give(by, 'request.set_severity', change)).toMatchObject({
				error: { code: 'forbidden' }
			});
		}
		expect(await inside.give('coordinator', 'request.set_severity', change)).toMatchObject({
			ok: true,
			result: { state: 'open' }
		});
		const half = new Date(inside.log.now().getTime() + 30 * 60_000).toISOString();
		expect(onBoard(request)).toMatchObject({
			...{ severity: 'blocking', state: 'open', due: { clock: 'response', at: half } }
		});
		expect((await stepsOf(inside, request)).at(-1)).toMatchObject({
			...{ step: 'set_severity', text: 'Cả xã phải dừng' },
			details: { severity: 'blocking', from: 'minor' }
		});
		await inside.give('coordinator', 'request.decline', { request, reason: 'Nhầm' });
		expect(await inside.give('coordinator', 'request.set_severity', change)).toMatchObject({
			error: { code: 'conflict', details: { state: 'declined' } }
		});
	});

	test('is not merged across communes, and a claim goes along or keeps the two apart', async () => {
		const merge = (request: number, into: number) =>
			inside.give('coordinator', 'request.merge', { request, into });
		const elsewhere = await raise(inside, 'slowing', '19333');
		const [held, open, other] = [await raise(inside), await raise(inside), await raise(inside)];
		await inside.give('group-1-2', 'request.claim', { request: held });
		await inside.give('group-2', 'request.claim', { request: other });
		expect(await merge(held, elsewhere)).toMatchObject({
			error: {
				...{ code: 'conflict', field: 'into', details: { use: 'incident.open' } },
				message: expect.stringContaining('incident') as string
			}
		});
		expect(await merge(held, other)).toMatchObject({ error: { code: 'conflict', field: 'into' } });
		expect(await merge(held, open)).toMatchObject({ ok: true, result: { state: 'duplicate' } });
		expect(onBoard(held)).toMatchObject({ state: 'duplicate', holder: null });
		expect(onBoard(open)).toMatchObject({
			...{ state: 'claimed', holder: { group: 'group-1', person: 'group-1-2' } },
			due: { clock: 'update' }
		});
		expect((await stepsOf(inside, open)).at(-1)?.details).toMatchObject({ merged: held });
		for (const [by, request] of [
			['group-1-2', open],
			['group-2', other]
		] as const) {
			await inside.give(by, 'request.release', { request, reason: 'Hết giờ' });
		}
	});

	test('that was opened again after its incident was closed can be grouped anew', async () => {
		const request = await raise(inside);
		const about = { kind: 'equipment' as const, title: 'Lô máy hỏng', requests: [request] };
		const opened = await inside.give('coordinator', 'incident.open', about);
		const incident = Number(opened.ok && opened.result['incident']);
		await inside.give('coordinator', 'incident.close', { incident, fix: 'Đổi máy' });
		await inside.give(FOCAL, 'request.reopen', { request, reason: 'Vẫn hỏng' });
		const row = onBoard(request)!;
		const parts = requestRoles(inside.board, STAFF, row);
		expect(actsOn(row, parts, inside.board.incidents.get(incident))).toContain('group');
		expect(await inside.give('coordinator', 'incident.open', about)).toMatchObject({
			result: { requests: [request], skipped: [] }
		});
	});

	test('of another commune is not there, and nobody acts beyond the role', async () => {
		const request = await raise(inside);
		const absent = { error: { code: 'not_found', field: 'request' } };
		const comment = (by: string, about = request) =>
			inside.give(by, 'request.comment', { request: about, text: 'Đây' });
		expect(await comment('commune-19333')).toMatchObject(absent);
		expect(await comment('district-469')).toMatchObject(absent);
		expect(await comment('coordinator', 99_999)).toMatchObject(absent);
		expect(await comment('administrator')).toMatchObject({ error: { code: 'forbidden' } });
		expect(await inside.give('coordinator', 'request.claim', { request })).toMatchObject({
			error: { code: 'forbidden' }
		});
		expect(await inside.give(FOCAL, 'request.verify', { request })).toMatchObject({
			error: { code: 'conflict', message: expect.stringContaining('is open') as string }
		});
		const details = { error: { code: 'conflict' } };
		expect(await inside.give('leader', 'request.acknowledge', { request })).toMatchObject(details);
	});
});

test('comments tell those they name who may read them, and keep the promise of news', async () => {
	await inside.at('2025-03-06', '09:00');
	const request = await raise(inside);
	await inside.give('group-1', 'request.claim', { request });
	await inside.at('2025-03-06', '10:00');
	const due = onBoard(request)?.due;
	const text = '@group-2 và @commune-19333, @leader; gửi a@coordinator.vn. @nobody @commune-19330.';
	const asked = await inside.give(FOCAL, 'request.comment', { request, text });
	expect(asked).toMatchObject({ result: { position: 3, state: 'claimed' } });
	expect(onBoard(request)).toMatchObject({ comments: 1, due });
	const [, , said] = await stepsOf(inside, request);
	expect(said).toMatchObject({ text, details: { mentions: ['group-2', 'leader', FOCAL] } });
	await inside.give('group-1-3', 'request.comment', { request, text: 'Đang tới' });
	expect(onBoard(request)).toMatchObject({
		...{ comments: 2, due: { clock: 'update', at: '2025-03-06T07:00:00.000Z' } },
		holder: { until: '2025-03-06T05:00:00.000Z' }
	});
	// What was said is not in the log, which everybody reads.
	expect(JSON.stringify(await inside.facts())).not.toContain('Đang tới');
});
