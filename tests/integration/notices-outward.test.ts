import { createHmac, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NoticeKind } from '#lib/campaign/notices/notice.ts';
import { createSession } from '#lib/server/auth/sessions.ts';
import { pushTransport, webhookTransport } from '#lib/server/notices/transports.ts';
import { markRead, readInbox, setMuted, subscribe } from '#lib/server/notices/inbox.ts';
import { pushKey } from '#lib/server/notices/push-key.ts';
import { FOCAL, startOutward, type Outward } from '../harness/outward.ts';
import { Browser, claimsOf, startReceiver } from '../harness/push-service.ts';

let out: Outward;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
	out = await startOutward();
	receiver = await startReceiver();
	out.transports.push = pushTransport(() => pushKey(out.db), 'mailto:tiendo@example.vn');
});
afterAll(async () => {
	await out.inside.leave();
	await receiver.stop();
});
beforeEach(async () => {
	await out.clear();
	receiver.received.length = 0;
	receiver.answers.clear();
});

/** A phone of somebody, and what it has been told. */
async function phoneOf(username: string, path = `/${randomUUID()}`) {
	const { db } = out;
	const account_id = await out.accountOf(username);
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
	readInbox(out.db, out.inside.log, await out.accountOf(username));

describe('a phone', () => {
	test('is told at once of what presses, signed and for nobody else to read', async () => {
		const phone = await phoneOf('coordinator');
		let request = 0;
		await out.act('09:00', async () => (request = await out.raise('19330', 'blocking')));
		await out.leave('09:00');
		const [message] = phone.read();
		expect(message).toMatchObject({ url: `/quang-tri-2025/requests/${request}` });
		expect(message?.title).toContain(`#${request}`);
		expect(JSON.stringify(message)).not.toContain('Máy quét'); // a locked screen shows it
		const headers: IncomingHttpHeaders = phone.arrived()[0]?.headers ?? {};
		expect(headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' });
		expect(Number(headers['ttl'])).toBeGreaterThan(0);
		const { key, claims } = claimsOf(headers.authorization);
		expect(key).toBe((await pushKey(out.db)).public_key);
		expect(claims).toMatchObject({
			aud: `http://${receiver.host}`,
			sub: 'mailto:tiendo@example.vn'
		});
	});

	test('is told what came within five minutes in one message', async () => {
		const phone = await phoneOf('coordinator');
		await out.act('10:00', () => out.raise());
		await out.leave('10:01');
		await out.act('10:03', () => out.raise());
		await out.leave('10:04');
		expect(phone.arrived()).toHaveLength(0);
		await out.leave('10:05');
		await out.act('10:09', () => out.raise());
		await out.leave('10:09');
		expect(phone.read()).toMatchObject([{ title: '2 tin mới', url: '/quang-tri-2025/inbox' }]);
		await out.leave('10:14');
		expect(phone.arrived()).toHaveLength(2);
	});

	test('is told of forty requests closed by one incident once', async () => {
		const phone = await phoneOf(FOCAL);
		const requests: number[] = [];
		await out.act('11:00', async () => {
			for (let i = 0; i < 40; i++) requests.push(await out.raise());
		});
		await out.inside.at('2025-03-03', '11:10');
		const opened = { kind: 'equipment', title: 'Mất mạng toàn huyện', requests } as const;
		await out.act('11:10', () => out.give('coordinator', 'incident.open', opened));
		const incident = [...out.inside.board.incidents.keys()].at(-1) ?? 0;
		const close = { incident, fix: 'Khởi động lại thiết bị mạng' };
		await out.act('11:20', () => out.give('coordinator', 'incident.close', close));
		const { notices } = await inboxOf(FOCAL);
		expect(notices).toMatchObject([
			{
				...{ kind: 'incident_closed', why: 'commune', refs: { incident, requests } },
				...{ reason: close.fix, unread: true },
				earlier: [{ kind: 'request_grouped', why: 'commune', refs: { incident, requests } }]
			}
		]);
		await out.leave('11:40'); // that they were put together matters no more
		expect(phone.read()).toMatchObject([{ title: 'Đóng sự cố 1, đã có cách xử lý: 40 yêu cầu' }]);
	});

	test('is not told what was read, muted or done before it left', async () => {
		const [phone, quiet] = [await phoneOf('coordinator'), await phoneOf('district-461')];
		const { db } = out;
		const { log, campaign } = out.inside;
		await setMuted(db, campaign.id, await out.accountOf('district-461'), ['request_raised']);
		let request = 0;
		await out.act('13:00', async () => (request = await out.raise()));
		await out.act('13:01', () => out.give('group-1', 'request.claim', { request }));
		await out.leave('13:06');
		expect(phone.arrived()).toHaveLength(0);

		await out.act('13:10', () => out.raise());
		const id = (await inboxOf('coordinator')).notices[0]?.id ?? 0;
		expect(await markRead(db, log, await out.accountOf('coordinator'), { ids: [id] })).toBe(1);
		await out.leave('13:20');
		expect([phone.arrived(), quiet.arrived()]).toEqual([[], []]);
		const inbox = await inboxOf('district-461');
		expect([inbox.unread, inbox.muted]).toEqual([2, ['request_raised']]);
	});

	test('sleeps in quiet hours and has the night’s news in one message at seven', async () => {
		const phone = await phoneOf('coordinator');
		await out.act('18:58', () => out.raise()); // would leave at 19:03
		await out.act('20:00', () => out.raise('19330', 'blocking'));
		await out.act('23:30', () => out.raise('19333', 'blocking'));
		for (const time of ['18:59', '19:03', '20:00', '23:59']) await out.leave(time);
		for (const time of ['00:30', '06:59']) await out.leave(time, '2025-03-04');
		expect(phone.arrived()).toHaveLength(0);
		await out.leave('07:00', '2025-03-04');
		expect(phone.read()).toMatchObject([{ title: 'Tin trong đêm: 3' }]);
		await out.leave('07:30', '2025-03-04');
		expect(phone.arrived()).toHaveLength(1);
	});

	test('that is gone is forgotten, one that is late is tried again, nobody follows it elsewhere', async () => {
		const { db } = out;
		const gone = await phoneOf('coordinator');
		const late = await phoneOf('district-461');
		const moved = await phoneOf('group-2');
		receiver.answers.set(gone.path, [410]);
		receiver.answers.set(late.path, [503, 429, 201]);
		receiver.answers.set(moved.path, [302]);
		await out.act('14:00', () => out.raise('19330', 'blocking'));
		await out.leave('14:00');
		const subscribed = () => db.selectFrom('push_subscription').select('endpoint').execute();
		expect(JSON.stringify(await subscribed())).not.toContain(gone.path);
		expect(receiver.received.map(({ path }) => path)).not.toContain('/elsewhere');
		const waiting = await db.selectFrom('outgoing').select(['attempts', 'next_at']).execute();
		expect(waiting).toHaveLength(1);
		const [{ next_at } = { next_at: new Date(0) }] = waiting;
		expect(next_at.getTime() - Date.now()).toBeGreaterThan(15_000);
		for (let i = 0; i < 4; i++) {
			await out.hurry();
			await out.leave('14:10');
		}
		expect(late.arrived()).toHaveLength(3);
		expect(await db.selectFrom('outgoing').select('id').execute()).toEqual([]);
	});

	test('is told nothing more once its session has ended', async () => {
		const phone = await phoneOf('coordinator');
		await out.db.deleteFrom('session').where('id', '=', phone.session).execute();
		await out.act('15:00', () => out.raise('19330', 'blocking'));
		await out.leave('15:00');
		expect(phone.arrived()).toHaveLength(0);
	});
});

test('who helped hears that a wait is over and that the commune confirms, not the whole group', async () => {
	const { inside } = out;
	await out.db
		.updateTable('role_grant')
		.set({ group_code: 'group-1' })
		.where('account_id', '=', await out.accountOf('group-2'))
		.execute();
	let request = 0;
	await out.act('14:30', async () => {
		request = await out.raise();
		await out.give('group-1', 'request.claim', { request });
		const until = new Date(inside.log.now().getTime() + 3_600_000).toISOString();
		await out.give('group-1', 'request.wait', { request, reason: 'Chờ máy', until });
	});
	await out.act('15:30', () => inside.sweep.look(inside.log));
	const resolve = { request, outcome: 'done', note: 'Đã thay máy' } as const;
	await out.act('15:40', () => out.give('group-1', 'request.resolve', resolve));
	await out.act('15:45', () => out.give(FOCAL, 'request.verify', { request }));
	const told = async (username: string) =>
		(await inboxOf(username)).notices
			.flatMap(({ earlier, ...latest }) => [latest, ...earlier])
			.filter(({ refs, kind }) => refs.requests?.includes(request) && kind !== 'request_raised')
			.map(({ kind, why }) => `${kind}, ${why}`);
	expect(await told('group-1')).toEqual(['request_verified, group_held', 'wait_over, holder']);
	expect(await told('group-2')).toEqual(['request_waiting, group']);
});

test('a message is sent once, however many processes look for what to send', async () => {
	const phone = await phoneOf('coordinator');
	await out.act('16:00', () => out.raise('19330', 'blocking'));
	const eight = Array.from({ length: 8 });
	await Promise.all(eight.map(() => out.gather('16:00')));
	await Promise.all(eight.map(() => out.deliver('push')));
	expect(phone.arrived()).toHaveLength(1);
});

test('an address that is no push service is not called', async () => {
	const person = { account_id: await out.accountOf('coordinator'), session_id: 'none' };
	const keys = new Browser().keys;
	const endpoint = 'http://127.0.0.1:5432/';
	await expect(
		subscribe(out.db, person, { endpoint, keys }, { hosts: [], locale: 'vi' })
	).rejects.toMatchObject({ code: 'invalid', field: 'endpoint' });
});

describe('a webhook', () => {
	const calls = () => receiver.received.filter(({ path }) => path === '/hook');

	beforeAll(async () => {
		out.transports.webhook = webhookTransport();
		await out.db
			.updateTable('campaign')
			.set({ webhook_url: `http://${receiver.host}/hook`, webhook_secret: 'bí mật' })
			.where('id', '=', out.inside.campaign.id)
			.execute();
	});

	test('is called once per action, signed, with an id that stays', async () => {
		receiver.answers.set('/hook', [500]);
		await out.act('17:00', () => out.raise());
		await out.leave('17:00');
		await out.hurry();
		await out.leave('17:00');
		expect(calls()).toHaveLength(2);
		expect(new Set(calls().map(({ headers }) => headers['x-tiendo-id'])).size).toBe(1);
		for (const { headers, body } of calls()) {
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

	test('that is not there is given up with a word in the log', async () => {
		receiver.answers.set('/hook', [404]);
		await out.act('17:10', () => out.raise());
		await out.leave('17:10');
		expect(calls()).toHaveLength(1);
		expect(out.lines).toMatchObject([
			{ msg: 'a message is given up', channel: 'webhook', said: 'status 404' }
		]);
	});
});

test('an account has so many browsers that are sent messages: a new one replaces the oldest', async () => {
	const { db } = out;
	const account_id = await out.accountOf('leader');
	const { session } = await createSession(db, account_id, new Date());
	const options = { hosts: [receiver.host], locale: 'vi' } as const;
	const endpoints = Array.from({ length: 12 }, (_, i) => `http://${receiver.host}/many-${i}`);
	for (const endpoint of endpoints) {
		const person = { account_id, session_id: session.id };
		await subscribe(db, person, { endpoint, keys: new Browser().keys }, options);
	}
	const kept = await db
		.selectFrom('push_subscription')
		.select('endpoint')
		.where('account_id', '=', account_id)
		.orderBy('at')
		.execute();
	expect(kept.map(({ endpoint }) => endpoint)).toEqual(endpoints.slice(2));
});
