import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { instantAt, millisecondsOf } from '#lib/campaign/calendar.ts';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import { createSession } from '#lib/server/auth/sessions.ts';
import {
	callWebhook,
	pushCourier,
	type Couriers,
	type Mail
} from '#lib/server/notices/couriers.ts';
import { deliverOutgoing } from '#lib/server/notices/deliver.ts';
import { gatherOutgoing } from '#lib/server/notices/gather-outgoing.ts';
import { markRead, readInbox, setMuted, subscribe } from '#lib/server/notices/inbox.ts';
import { ensureCursor, makeNotices } from '#lib/server/notices/make-notices.ts';
import { pushKey } from '#lib/server/notices/push-key.ts';
import { startInside, type Inside } from '../harness/inside.ts';
import { Browser, claimsOf, startReceiver } from '../harness/push-service.ts';

const FOCAL = 'commune-19330';
let inside: Inside;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let couriers: Couriers;
const mails: Mail[] = [];

beforeAll(async () => {
	inside = await startInside();
	receiver = await startReceiver();
	const { db } = inside.database;
	couriers = {
		push: pushCourier(() => pushKey(db), 'mailto:tiendo@example.vn'),
		mail: (mail) => {
			mails.push(mail);
			return Promise.resolve('arrived');
		},
		webhook: callWebhook,
		origin: 'https://tiendo.example.vn'
	};
	await ensureCursor(db, inside.campaign.id);
});
afterAll(async () => {
	await inside.leave();
	await receiver.stop();
});
beforeEach(async () => {
	const { db } = inside.database;
	await tell();
	await db.deleteFrom('outgoing').execute();
	await db.deleteFrom('notice').execute();
	await db.deleteFrom('notice_mute').execute();
	await db.deleteFrom('push_subscription').execute();
	receiver.received.length = 0;
	receiver.answers.clear();
	mails.length = 0;
});

/** Turns what is new in the log into notices. */
async function tell(): Promise<void> {
	await inside.log.advance();
	await makeNotices(inside.database.db, inside.log);
}
/** Everything that leaves at a local time of 3 March or another day. */
async function leave(time: string, date = '2025-03-03'): Promise<void> {
	const { db } = inside.database;
	const now = instantAt(date, millisecondsOf(time), 'Asia/Ho_Chi_Minh');
	await gatherOutgoing(db, inside.campaign.id, now);
	while ((await deliverOutgoing(db, inside.services.campaigns, couriers)) > 0);
}
/** Does something at a local time, and what it says is told. */
async function act(time: string, work: () => Promise<unknown>): Promise<void> {
	await inside.at('2025-03-03', time);
	await work();
	await tell();
}
async function raise(
	unit = '19330',
	severity: 'blocking' | 'slowing' = 'slowing'
): Promise<number> {
	const input = { unit, kind: 'equipment', severity, title: 'Máy quét hỏng' } as const;
	const answer = await inside.give(`commune-${unit}`, 'request.raise', input);
	if (!answer.ok) throw new Error(JSON.stringify(answer));
	return Number(answer.result['request']);
}
async function give(...order: Parameters<Inside['give']>): Promise<void> {
	const answer = await inside.give(...order);
	if (!answer.ok) throw new Error(JSON.stringify(answer));
}
async function accountOf(username: string): Promise<number> {
	const { db } = inside.database;
	const query = db.selectFrom('account').select('id').where('username', '=', username);
	return (await query.executeTakeFirstOrThrow()).id;
}
/** A phone of somebody, and what it has been told. */
async function phoneOf(username: string, path = `/${randomUUID()}`) {
	const { db } = inside.database;
	const account_id = await accountOf(username);
	const { session } = await createSession(db, account_id, new Date());
	const browser = new Browser();
	const endpoint = `http://${receiver.host}${path}`;
	const person = { account_id, session_id: session.id };
	const options = { hosts: [receiver.host], locale: 'vi' } as const;
	await subscribe(db, person, { endpoint, keys: browser.keys }, options);
	const arrived = () => receiver.received.filter((message) => message.path === path);
	return {
		path,
		session: session.id,
		arrived,
		read: () =>
			arrived().map(
				({ body }) => JSON.parse(browser.read(body)) as { title: string; body: string; url: string }
			)
	};
}
const inboxOf = async (username: string) =>
	readInbox(inside.database.db, inside.log, await accountOf(username));

describe('a phone', () => {
	test('is told at once of what presses, signed and for nobody else to read', async () => {
		const phone = await phoneOf('coordinator');
		let request = 0;
		await act('09:00', async () => (request = await raise('19330', 'blocking')));
		await leave('09:00');
		const [message] = phone.read();
		expect(message).toMatchObject({ url: `/quang-tri-2025/requests/${request}` });
		expect(message?.title).toContain(`#${request}`);
		expect(JSON.stringify(message)).not.toContain('Máy quét'); // a locked screen shows it
		const headers: IncomingHttpHeaders = phone.arrived()[0]?.headers ?? {};
		expect(headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' });
		expect(Number(headers['ttl'])).toBeGreaterThan(0);
		const { key, claims } = claimsOf(headers.authorization);
		expect(key).toBe((await pushKey(inside.database.db)).public_key);
		expect(claims).toMatchObject({
			aud: `http://${receiver.host}`,
			sub: 'mailto:tiendo@example.vn'
		});
	});

	test('is told what came within five minutes in one message', async () => {
		const phone = await phoneOf('coordinator');
		await act('10:00', () => raise());
		await leave('10:01');
		await act('10:03', () => raise());
		await leave('10:04');
		expect(phone.arrived()).toHaveLength(0);
		await leave('10:05');
		await act('10:09', () => raise());
		await leave('10:09');
		expect(phone.read()).toMatchObject([{ title: '2 tin mới', url: '/quang-tri-2025/inbox' }]);
		await leave('10:14');
		expect(phone.arrived()).toHaveLength(2);
	});

	test('is told of forty requests closed by one incident once', async () => {
		const phone = await phoneOf(FOCAL);
		const requests: number[] = [];
		await act('11:00', async () => {
			for (let i = 0; i < 40; i++) requests.push(await raise());
		});
		await inside.at('2025-03-03', '11:10');
		const opened = { kind: 'equipment', title: 'Mất mạng toàn huyện', requests } as const;
		await act('11:10', () => give('coordinator', 'incident.open', opened));
		const incident = [...inside.board.incidents.keys()].at(-1) ?? 0;
		const close = { incident, fix: 'Khởi động lại thiết bị mạng' };
		await act('11:20', () => give('coordinator', 'incident.close', close));
		const { notices, unread } = await inboxOf(FOCAL);
		expect(unread).toBe(1);
		expect(notices[0]).toMatchObject({ kind: 'request_resolved', why: 'commune' });
		expect(notices[0]?.refs.requests).toHaveLength(40);
		await leave('11:40');
		expect(phone.read()).toMatchObject([{ title: 'Điều phối viên báo đã xong 40 yêu cầu' }]);
	});

	test('is not told what was read, muted or done before it left', async () => {
		const [phone, quiet] = [await phoneOf('coordinator'), await phoneOf('district-461')];
		const { db } = inside.database;
		const { log, campaign } = inside;
		await setMuted(db, campaign.id, await accountOf('district-461'), ['request_raised']);
		let request = 0;
		await act('13:00', async () => (request = await raise()));
		await act('13:01', () => give('group-1', 'request.claim', { request }));
		await leave('13:06');
		expect(phone.arrived()).toHaveLength(0);

		await act('13:10', () => raise());
		const id = (await inboxOf('coordinator')).notices[0]?.id ?? 0;
		expect(await markRead(db, log, await accountOf('coordinator'), { ids: [id] })).toBe(1);
		await leave('13:20');
		expect([phone.arrived(), quiet.arrived()]).toEqual([[], []]);
		const inbox = await inboxOf('district-461');
		expect([inbox.unread, inbox.muted]).toEqual([2, ['request_raised']]);
	});

	test('sleeps in quiet hours and has the night’s news in one message at seven', async () => {
		const phone = await phoneOf('coordinator');
		await act('18:58', () => raise()); // would leave at 19:03
		await act('20:00', () => raise('19330', 'blocking'));
		await act('23:30', () => raise('19333', 'blocking'));
		for (const time of ['18:59', '19:03', '20:00', '23:59']) await leave(time);
		for (const time of ['00:30', '06:59']) await leave(time, '2025-03-04');
		expect(phone.arrived()).toHaveLength(0);
		await leave('07:00', '2025-03-04');
		expect(phone.read()).toMatchObject([{ title: 'Tin trong đêm: 3' }]);
		await leave('07:30', '2025-03-04');
		expect(phone.arrived()).toHaveLength(1);
	});

	test('that is gone is forgotten, one that is late is tried again, nobody follows it elsewhere', async () => {
		const { db } = inside.database;
		const gone = await phoneOf('coordinator');
		const late = await phoneOf('district-461');
		const moved = await phoneOf('group-2');
		receiver.answers.set(gone.path, [410]);
		receiver.answers.set(late.path, [503, 429, 201]);
		receiver.answers.set(moved.path, [302]);
		await act('14:00', () => raise('19330', 'blocking'));
		await leave('14:00');
		const subscribed = () => db.selectFrom('push_subscription').select('endpoint').execute();
		expect(JSON.stringify(await subscribed())).not.toContain(gone.path);
		expect(receiver.received.map(({ path }) => path)).not.toContain('/elsewhere');
		const again = () => db.updateTable('outgoing').set({ next_at: new Date() }).execute();
		const waiting = await db.selectFrom('outgoing').select(['attempts', 'next_at']).execute();
		expect(waiting).toHaveLength(1);
		const [{ next_at } = { next_at: new Date(0) }] = waiting;
		expect(next_at.getTime() - Date.now()).toBeGreaterThan(15_000);
		for (let i = 0; i < 4; i++) {
			await again();
			await leave('14:10');
		}
		expect(late.arrived()).toHaveLength(3);
		expect(await db.selectFrom('outgoing').select('id').execute()).toEqual([]);
	});

	test('is told nothing more once its session has ended', async () => {
		const phone = await phoneOf('coordinator');
		await inside.database.db.deleteFrom('session').where('id', '=', phone.session).execute();
		await act('15:00', () => raise('19330', 'blocking'));
		await leave('15:00');
		expect(phone.arrived()).toHaveLength(0);
	});
});

test('a message is sent once, however many processes look for what to send', async () => {
	const phone = await phoneOf('coordinator');
	await act('16:00', () => raise('19330', 'blocking'));
	const { db } = inside.database;
	const now = instantAt('2025-03-03', millisecondsOf('16:00'), 'Asia/Ho_Chi_Minh');
	const eight = Array.from({ length: 8 });
	await Promise.all(eight.map(() => gatherOutgoing(db, inside.campaign.id, now)));
	await Promise.all(eight.map(() => deliverOutgoing(db, inside.services.campaigns, couriers)));
	expect(phone.arrived()).toHaveLength(1);
});

test('an address that is no push service is not called', async () => {
	const person = { account_id: await accountOf('coordinator'), session_id: 'none' };
	const keys = new Browser().keys;
	const endpoint = 'http://127.0.0.1:5432/';
	await expect(
		subscribe(inside.database.db, person, { endpoint, keys }, { hosts: [], locale: 'vi' })
	).rejects.toMatchObject({ code: 'invalid', field: 'endpoint' });
});

test('mail says what happened and why, with links', async () => {
	const { db } = inside.database;
	await db
		.updateTable('account')
		.set({ email: 'dieuphoi@example.vn' })
		.where('username', '=', 'coordinator')
		.execute();
	let request = 0;
	await act('16:30', async () => (request = await raise()));
	await leave('16:35');
	expect(mails).toHaveLength(1);
	expect(mails[0]).toMatchObject({ to: 'dieuphoi@example.vn' });
	expect(mails[0]?.text).toContain('vì bạn điều phối');
	expect(mails[0]?.text).toContain(`https://tiendo.example.vn/quang-tri-2025/requests/${request}`);
});

test('a webhook is called once per action, signed, with an id that stays', async () => {
	const { db } = inside.database;
	const url = `http://${receiver.host}/hook`;
	await db
		.updateTable('campaign')
		.set({ webhook_url: url, webhook_secret: 'bí mật' })
		.where('id', '=', inside.campaign.id)
		.execute();
	receiver.answers.set('/hook', [500]);
	await act('17:00', () => raise());
	await leave('17:00');
	await db.updateTable('outgoing').set({ next_at: new Date() }).execute();
	await leave('17:00');
	const calls = receiver.received.filter(({ path }) => path === '/hook');
	expect(calls).toHaveLength(2);
	expect(new Set(calls.map(({ headers }) => headers['x-tiendo-id'])).size).toBe(1);
	for (const { headers, body } of calls) {
		const id = String(headers['x-tiendo-id']);
		const [, seconds = '', signature = ''] =
			/^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-tiendo-signature'])) ?? [];
		const signed = `${id}.${seconds}.${body.toString()}`;
		expect(createHmac('sha256', 'bí mật').update(signed).digest('hex')).toBe(signature);
		const kinds = (JSON.parse(body.toString()) as { facts: { kind: NoticeKind }[] }).facts;
		expect(kinds.map(({ kind }) => kind)).toEqual(['request.raised']);
		expect(body.toString()).not.toContain('Máy quét');
	}
});
