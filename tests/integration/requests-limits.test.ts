import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { revisionSteps } from '#lib/campaign/reports/report-history.ts';
import { CampaignLog } from '#lib/server/log/campaign-log.ts';
import { readFacts } from '#lib/server/log/read.ts';
import { dayHistory } from '#lib/server/reports/read-history.ts';
import { readHistory } from '#lib/server/requests/read-history.ts';
import * as migration from '../../migrations/2026-11-29-limits.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { COMMUNE, FOCAL, raise, stepsOf } from '../harness/requests.ts';

let inside: Inside;
beforeAll(async () => {
	inside = await startInside(1);
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

test('what many raise at once gets a number each; a commune has no more open than there may be', async () => {
	const before = inside.board.requests.size;
	const communes = [...inside.board.units.values()].filter(({ level }) => level === 'commune');
	const codes = communes.slice(20, 40).map(({ code }) => code);
	const numbers = await Promise.all(
		codes.flatMap((code) => Array.from({ length: 10 }, () => raise(inside, 'minor', code)))
	);
	expect(new Set(numbers).size).toBe(200);
	expect(inside.board.requests.size).toBe(before + 200);

	const unit = communes[41]?.code ?? '';
	const about = { unit, kind: 'other', severity: 'minor', title: 'Thêm' } as const;
	const people = [`commune-${unit}`, 'coordinator'];
	const answers = await Promise.all(
		people.flatMap((by) =>
			Array.from({ length: 13 }, () => inside.give(by, 'request.raise', about))
		)
	);
	expect(answers.filter(({ ok }) => ok)).toHaveLength(20);
	expect(answers.find(({ ok }) => !ok)).toMatchObject({
		error: { code: 'invalid', field: 'unit', details: { limit: 'limit_open_requests', most: 20 } }
	});
	const [done] = answers.flatMap((answer) => (answer.ok ? answer.result['request'] : []));
	const declined = { request: Number(done), reason: 'Trùng' };
	await inside.give('coordinator', 'request.decline', declined);
	expect(await inside.give('coordinator', 'request.raise', about)).toMatchObject({ ok: true });
});

test('one comment calls a few people, and nobody comments without end', async () => {
	const request = await raise(inside, 'minor', '19333');
	const groups = [...inside.board.groups.values()].flatMap(({ members }) => members);
	const named = groups.slice(0, 11).map(({ username }) => `@${username}`);
	const say = (text: string) => inside.give('commune-19333', 'request.comment', { request, text });
	expect(named).toHaveLength(11);
	expect(await say(named.join(' '))).toMatchObject({
		error: { code: 'invalid', field: 'text', message: expect.stringContaining('10') as string }
	});
	expect(await say(named.slice(1).join(' '))).toMatchObject({ ok: true });
	const more = [];
	for (let i = 0; i < 20; i++) more.push(await say(`Ý kiến ${i}`));
	expect(more.at(-1)).toMatchObject({
		error: { code: 'rate_limited', details: { limit: 'limit_comments', most: 20 } }
	});
	expect(onBoard(request)?.comments).toBe(more.filter(({ ok }) => ok).length + 1);
});

test('a day has so many revisions; a few more are left to who puts it right', async () => {
	const unit = '19336';
	const submit = (by: string, base_revision: number) =>
		inside.give(by, 'report.submit', {
			...{ unit, date: '2025-03-02', base_revision },
			lines: [{ category: 'birth', measure: 'cases', amount: 5 }]
		});
	expect(await submit(`commune-${unit}`, 0)).toMatchObject({ ok: true });
	await inside.database.db
		.updateTable('report')
		.set({ revision: 199 })
		.where('unit_code', '=', unit)
		.execute();
	expect(await submit(`commune-${unit}`, 199)).toMatchObject({ result: { revision: 200 } });
	expect(await submit(`commune-${unit}`, 200)).toMatchObject({
		error: { code: 'invalid', field: 'date', details: { limit: 'limit_revisions', most: 200 } }
	});
	expect(await submit('coordinator', 200)).toMatchObject({ result: { revision: 201 } });
});

test('a long history is read in pages, each as it was', async () => {
	const { db } = inside.database;
	const unit = '19342';
	const submit = (amount: number, base_revision: number) =>
		inside.give(`commune-${unit}`, 'report.submit', {
			...{ unit, date: '2025-03-02', base_revision },
			lines: [{ category: amount % 2 ? 'birth' : 'death', measure: 'cases', amount }]
		});
	for (let i = 1; i <= 6; i++) await submit(i, i === 6 ? 4 : i - 1); // 6 has not seen 5 …
	await submit(8, 5); // … nor has 7 seen 6, which named the same field
	const day = { campaignId: inside.campaign.id, unit, date: '2025-03-02' };
	const whole = await dayHistory(db, day, { before: 1000, limit: 50 });
	const page = await dayHistory(db, day, { before: 1000, limit: 2 });
	expect([whole.earlier, whole.stood, whole.revisions.length]).toEqual([false, [], 7]);
	expect(page).toMatchObject({ earlier: true, revisions: whole.revisions.slice(-2) });
	expect(revisionSteps(page.revisions, page.stood)).toEqual(
		revisionSteps(whole.revisions).slice(-2)
	);
	const { disputes } = page;
	expect(disputes.map(({ typed }) => typed.map(({ amount }) => amount))).toEqual([[6, 8]]);
	expect(disputes[0]?.typed[0]?.by.username).toBe(`commune-${unit}`);
	const middle = await dayHistory(db, day, { before: 4, limit: 2 });
	expect(middle.revisions).toEqual(whole.revisions.slice(1, 3));

	const request = await raise(inside, 'minor', unit);
	for (let i = 0; i < 5; i++) {
		await inside.give(`commune-${unit}`, 'request.comment', { request, text: `Lần ${i}` });
	}
	const reader = { account_id: 0, username: 'coordinator', role: 'coordinator' } as const;
	const read = (before: number, limit: number) =>
		readHistory(db, inside.log, { ...reader, unit: null, group: null }, request, {
			...{ before, limit }
		});
	const positions = async (before: number, limit: number) => {
		const { steps, earlier } = await read(before, limit);
		return [steps.map(({ position }) => position), earlier];
	};
	expect(await positions(1000, 100)).toEqual([[1, 2, 3, 4, 5, 6], 0]);
	expect(await positions(1000, 2)).toEqual([[1, 5, 6], 3]);
	expect(await positions(5, 2)).toEqual([[1, 3, 4], 1]);
});

test('old facts come from the database, new ones from memory, as if from one place', async () => {
	const { db } = inside.database;
	const all = await readFacts(db, inside.campaign.id, 0, 1_000_000);
	const recent = all.slice(-7);
	const loaded = { board: inside.board, recent };
	const log = new CampaignLog(db, inside.campaign.id, loaded, {
		asOf: () => new Date(),
		load: () => Promise.resolve(loaded)
	});
	for (const [after, limit] of [
		[0, 5000],
		[3, 20],
		[0, all.length - 7],
		[all.length - 9, 4],
		[all.length, 5]
	] as const) {
		expect(await log.read(after, limit)).toEqual(all.slice(after, after + limit));
	}
});

test('a database from before learns which revision named each field last', async () => {
	const { db } = inside.database;
	const lines = () =>
		db
			.selectFrom('report_line')
			.select(['unit_code', 'date', 'category', 'measure', 'amount', 'revision'])
			.orderBy('unit_code')
			.orderBy('date')
			.orderBy('category')
			.orderBy('measure')
			.where('unit_code', '=', '19342')
			.execute();
	const before = await lines();
	expect(before.map(({ revision }) => revision)).toEqual([5, 7]);
	const untyped = db as unknown as Kysely<unknown>;
	await migration.down(untyped);
	await migration.up(untyped);
	expect(await lines()).toEqual(before);
});

test('after the last day none is raised, and those that are open go on to their end', async () => {
	const request = await raise(inside);
	const about = { unit: COMMUNE, kind: 'equipment', severity: 'slowing', title: 'Muộn' } as const;
	await inside.at('2025-03-21', '09:00');
	expect(await inside.give(FOCAL, 'request.raise', about)).toMatchObject({
		error: { code: 'conflict', message: expect.stringContaining('20/03/2025') as string }
	});
	const steps = [
		['group-8', 'request.claim', {}],
		['group-8', 'request.comment', { text: 'Đang xem' }],
		['group-8', 'request.resolve', { outcome: 'done', note: 'Đã thay' }],
		[FOCAL, 'request.reopen', { reason: 'Vẫn hỏng' }],
		['group-8', 'request.claim', {}],
		['group-8', 'request.resolve', { outcome: 'done', note: 'Đã thay' }],
		[FOCAL, 'request.verify', {}]
	] as const;
	for (const [username, type, more] of steps) {
		const answer = await inside.give(username, type, { request, ...more });
		expect([type, answer]).toMatchObject([type, { ok: true }]);
	}
	const target = { unit: COMMUNE, target: { cases: 1700 } };
	expect(await inside.give(FOCAL, 'target.declare', target)).toMatchObject({ ok: true });
	await inside.at('2025-03-22', '17:30');
	expect(await inside.give(FOCAL, 'target.declare', target)).toMatchObject({
		error: { code: 'locked' }
	});
});
