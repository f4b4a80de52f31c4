import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
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

const onBoard = (request: number) => inside.board.requests.get(request);

test('a group holds no more than its capacity, however it comes by them', async () => {
	const requests = [];
	for (let i = 0; i < 6; i++) requests.push(await raise(inside));
	for (const request of requests.slice(0, 5)) {
		expect(await inside.give('group-5', 'request.claim', { request })).toMatchObject({ ok: true });
	}
	const request = requests[5]!;
	const full = { error: { code: 'conflict', details: { group: 'group-5', capacity: 5 } } };
	expect(await inside.give('group-5', 'request.claim', { request })).toMatchObject(full);
	const take = { request, reason: 'Gấp', group: 'group-5' };
	expect(await inside.give('coordinator', 'request.take_over', take)).toMatchObject(full);
	expect(onBoard(request)?.state).toBe('open');
});

test('an incident closes its live requests at once and publishes what helped', async () => {
	const requests = [
		await raise(inside),
		await raise(inside),
		await raise(inside, 'minor', '19678')
	];
	const [held, open, other] = requests as [number, number, number];
	await inside.give('group-6', 'request.claim', { request: held });
	const about = { kind: 'software', title: 'Lỗi đăng nhập sau nâng cấp' } as const;
	const opened = await inside.give('group-6', 'incident.open', { ...about, requests: [held] });
	expect(opened).toMatchObject({ result: { requests: [held], skipped: [] } });
	const incident = Number(opened.ok && opened.result['incident']);
	expect(
		await inside.give('district-461', 'incident.add', { incident, requests: [open, other] })
	).toMatchObject({ error: { code: 'not_found', field: 'requests.1' } });
	expect(
		await inside.give('coordinator', 'incident.add', { incident, requests: [held, open, other] })
	).toMatchObject({ result: { requests: [open, other], skipped: [held] } });
	expect(inside.board.requests.get(other)?.incident).toBe(incident);
	await inside.give('coordinator', 'request.decline', { request: other, reason: 'Không phải' });
	const fix = 'Xóa bộ nhớ đệm rồi đăng nhập lại';
	expect(await inside.give('group-1-2', 'incident.close', { incident, fix })).toMatchObject({
		error: { code: 'forbidden' }
	});
	expect(await inside.give('group-1', 'incident.close', { incident, fix })).toMatchObject({
		result: { incident, requests: [held, open] }
	});
	expect(inside.board.incidents.get(incident)).toMatchObject({ state: 'closed', fix });
	expect(onBoard(held)).toMatchObject({
		...{ state: 'resolved', outcome: 'done', resolved_by: 'group-6' }
	});
	expect(onBoard(other)?.state).toBe('declined');
	expect((await stepsOf(inside, open)).at(-1)).toMatchObject({
		...{ step: 'close_incident', text: fix, details: { incident, outcome: 'done' } }
	});
	expect(await inside.give('coordinator', 'incident.close', { incident, fix })).toMatchObject({
		error: { code: 'conflict', field: 'incident' }
	});
});

test('files are attached by who sent them, once, and counted', async () => {
	const { db } = inside.database;
	const focal = await db
		.selectFrom('account')
		.select('id')
		.where('username', '=', FOCAL)
		.executeTakeFirstOrThrow();
	const send = async () => {
		const id = randomUUID();
		const kept = { name: 'a.png', type: 'image/png', size: 1, sha256: Buffer.alloc(32) } as const;
		const at = inside.log.now();
		const place = { campaign_id: inside.campaign.id, account_id: focal.id, at };
		const loose = { request_number: null, step_position: null };
		await db
			.insertInto('file')
			.values({ id, ...kept, ...place, ...loose })
			.execute();
		return id;
	};
	const [first, second] = [await send(), await send()];
	const about = { unit: COMMUNE, kind: 'equipment', severity: 'slowing', title: 'Ảnh' } as const;
	const before = inside.board.requests.size;
	expect(
		await inside.give('coordinator', 'request.raise', { ...about, files: [first] })
	).toMatchObject({ error: { code: 'not_found', field: 'files' } });
	expect(inside.board.requests.size).toBe(before);
	const raised = await inside.give(FOCAL, 'request.raise', { ...about, files: [first] });
	const request = Number(raised.ok && raised.result['request']);
	const comment = { request, text: 'Thêm', files: [first] };
	expect(await inside.give(FOCAL, 'request.comment', comment)).toMatchObject({
		error: { code: 'not_found', field: 'files' }
	});
	await inside.give(FOCAL, 'request.comment', { ...comment, files: [second] });
	expect(onBoard(request)).toMatchObject({ files: 2, comments: 1 });
});

test('two hundred raised at once are two hundred, each with its own number', async () => {
	const before = inside.board.requests.size;
	const numbers = await Promise.all(Array.from({ length: 200 }, () => raise(inside, 'minor')));
	expect(new Set(numbers).size).toBe(200);
	expect(inside.board.requests.size).toBe(before + 200);
});
