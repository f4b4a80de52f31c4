import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InboxPage } from '#lib/protocol/notices.ts';
import { markRead, readInbox } from '#lib/server/notices/inbox.ts';
import { unreadCount } from '#lib/server/notices/read-notices.ts';
import { mailOf, pushOf } from '#lib/server/notices/messages.ts';
import { FOCAL, startOutward, type Outward } from '../harness/outward.ts';

let out: Outward;
beforeAll(async () => {
	out = await startOutward();
});
afterAll(() => out.inside.leave());
beforeEach(() => out.clear());

const page: InboxPage = { before: null, unread: false };
const inboxOf = async (username: string, asked = page) =>
	readInbox(out.db, out.inside.log, await out.accountOf(username), asked);
const newest = async (username: string) => (await inboxOf(username)).notices[0];
const unreadOf = async (username: string) =>
	unreadCount(out.db, out.inside.campaign.id, await out.accountOf(username));

describe('an inbox', () => {
	test('has one thread per request, the newest state first, and is cleared when it is over', async () => {
		let request = 0;
		await out.act('09:00', async () => (request = await out.raise()));
		await out.act('09:10', () => out.give('group-1', 'request.claim', { request }));
		const text = 'Chiều nay tổ đến.';
		await out.act('09:20', () => out.give('group-1', 'request.comment', { request, text }));
		const { notices, unread } = await inboxOf(FOCAL);
		expect(unread).toBe(1);
		expect(notices).toMatchObject([
			{
				...{ thread: `request ${request}`, kind: 'request_commented', unread: true },
				earlier: [{ kind: 'request_claimed' }]
			}
		]);
		expect(await unreadOf('coordinator')).toBe(1);
		const resolve = { request, outcome: 'unreachable', note: 'Gọi ba lần không ai nghe' } as const;
		await out.act('10:00', () => out.give('group-1', 'request.resolve', resolve));
		expect([await unreadOf('coordinator'), await unreadOf('group-1-2')]).toEqual([0, 0]);
		expect(await newest(FOCAL)).toMatchObject({ kind: 'request_resolved', unread: true });
		await out.act('10:10', () => out.give(FOCAL, 'request.verify', { request, note: null }));
		expect(await unreadOf(FOCAL)).toBe(0);
	});

	test('is read where something is opened, and counts what it shows', async () => {
		const requests: number[] = [];
		await out.act('11:00', async () => {
			for (let i = 0; i < 45; i++) requests.push(await out.raise());
		});
		for (const request of requests.slice(0, 3)) {
			const text = 'Còn vướng';
			await out.act('11:05', () => out.give(FOCAL, 'request.comment', { request, text }));
		}
		const account = await out.accountOf('coordinator');
		const first = await inboxOf('coordinator');
		const before = first.notices.at(-1)?.id ?? null;
		const second = await inboxOf('coordinator', { before, unread: false });
		expect([first.older, second.older]).toEqual([true, false]);
		const threads = [...first.notices, ...second.notices].map(({ thread }) => thread);
		expect(new Set(threads).size).toBe(45);
		expect(threads).toHaveLength(first.unread);

		const { log } = out.inside;
		const opened = { threads: [`request ${requests[0]}`] };
		expect(await markRead(out.db, log, account, opened)).toBe(44);
		const unread = await inboxOf('coordinator', { before: null, unread: true });
		expect(unread.notices.some(({ thread }) => opened.threads.includes(thread))).toBe(false);
		expect(await unreadOf('district-461')).toBe(45); // nobody else's
	});

	test('of a commune is cleared of a returned report once its phone has shown it', async () => {
		const [unit, date] = ['19330', '2025-03-03'];
		const lines = [{ category: 'birth', measure: 'cases', amount: 5 }];
		await out.act('12:00', () =>
			out.give(FOCAL, 'report.submit', { unit, date, lines, base_revision: 0 })
		);
		const reason = 'Thiếu số sổ';
		await out.act('12:10', () => out.give('coordinator', 'report.return', { unit, date, reason }));
		expect(await newest(FOCAL)).toMatchObject({ kind: 'report_returned', reason, unread: true });
		await out.act('12:20', () => out.give(FOCAL, 'report.seen', { unit, date, of: 'return' }));
		expect(await unreadOf(FOCAL)).toBe(0);
	});
});

describe('what is told', () => {
	const words = async (username: string) => {
		const notice = (await newest(username))!;
		const about = { log: out.inside.log, notices: [notice], digest: false };
		const push = JSON.parse(pushOf({ ...about, unread: 1 }, 'vi').body) as { title: string };
		return { push: push.title, mail: mailOf(about, undefined, 'vi').subject, notice };
	};

	test.each([
		['rejected', 'không thực hiện được'],
		['out_of_scope', 'ngoài phạm vi'],
		['done', 'đã xong']
	] as const)('of an outcome is the outcome: %s', async (outcome, word) => {
		let request = 0;
		await out.act('13:00', async () => (request = await out.raise()));
		await out.act('13:01', () => out.give('group-1', 'request.claim', { request }));
		const note = 'Cần máy của xã';
		const resolve = { request, outcome, note };
		await out.act('13:10', () => out.give('group-1', 'request.resolve', resolve));
		const { push, mail, notice } = await words(FOCAL);
		expect(push.endsWith(`: ${word}`)).toBe(true);
		expect(mail).toContain(word);
		expect(notice.reason).toBe(note);
		expect(push).not.toContain(note); // a locked screen shows it
	});

	test('of a decline and a repeat says why and of which', async () => {
		let [declined, repeat, kept] = [0, 0, 0];
		await out.act('14:00', async () => {
			[declined, repeat, kept] = [await out.raise(), await out.raise(), await out.raise()];
		});
		const reason = 'Không thuộc chiến dịch';
		await out.act('14:10', () =>
			out.give('coordinator', 'request.decline', { request: declined, reason })
		);
		expect(await words(FOCAL)).toMatchObject({
			push: `Điều phối viên từ chối yêu cầu #${declined} (Đông Giang)`,
			notice: { reason }
		});
		await out.act('14:20', () =>
			out.give('coordinator', 'request.merge', { request: repeat, into: kept })
		);
		expect((await words(FOCAL)).push).toContain(`trùng với yêu cầu #${kept}`);
	});

	test('of a take-over names the new group to the commune', async () => {
		let request = 0;
		await out.act('15:00', async () => (request = await out.raise()));
		await out.act('15:01', () => out.give('group-1', 'request.claim', { request }));
		const take = { request, group: 'group-3', person: null, reason: 'Tổ 3 ở gần' };
		await out.act('15:10', () => out.give('coordinator', 'request.take_over', take));
		const { push, notice } = await words(FOCAL);
		expect(push).toContain('cho Tổ công tác số 3');
		expect(notice).toMatchObject({ kind: 'request_taken_over', reason: take.reason });
	});

	test('of a cancelled visit is read with its reason by group and commune', async () => {
		const plan = {
			group: 'group-2',
			unit: '19330',
			from: '2025-03-10',
			to: '2025-03-11',
			note: null
		};
		await out.inside.at('2025-03-03', '16:00');
		const planned = await out.inside.give('coordinator', 'visit.plan', plan);
		const visit = Number(planned.ok && planned.result['visit']);
		await out.act('16:01', () => out.give('coordinator', 'visit.publish', { visits: [visit] }));
		const reason = 'Cầu bị ngập';
		await out.act('16:10', () => out.give('coordinator', 'visit.cancel', { visit, reason }));
		for (const username of ['group-2', FOCAL]) {
			expect(await newest(username)).toMatchObject({
				...{ thread: `visit ${visit}`, kind: 'visit_cancelled', reason },
				earlier: [{ kind: 'visit_published' }]
			});
		}
	});

	test('of an unlocked day reaches its commune', async () => {
		await out.inside.at('2025-03-08', '09:00');
		const unlock = { unit: '19330', date: '2025-03-03', reason: 'Bổ sung số liệu', until: null };
		await out.give('coordinator', 'report.unlock', unlock);
		await out.tell();
		expect(await newest(FOCAL)).toMatchObject({ kind: 'report_unlocked', reason: unlock.reason });
	});
});
