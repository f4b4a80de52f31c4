import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSession } from '#lib/server/auth/sessions.ts';
import { mailTransport, type Transports } from '#lib/server/notices/transports.ts';
import { Clockwork } from '#lib/server/clockwork/clockwork.ts';
import { Notices } from '#lib/server/notices/notices.ts';
import { openTransports } from '#lib/server/notices/open-transports.ts';
import { readSettings } from '#lib/server/settings.ts';
import { until } from '../harness/client.ts';
import { startMailServer } from '../harness/mail-server.ts';
import { startOutward, type Outward } from '../harness/outward.ts';

const COORDINATOR = 'dieuphoi@example.vn';
const OFFICER = 'huyen@example.vn';
const CONTACT = 'tiendo@example.vn';
let out: Outward;
let server: Awaited<ReturnType<typeof startMailServer>>;

/** The ways out that the settings of a server open. */
const open = (SMTP_URL: string) =>
	openTransports(readSettings({ SMTP_URL, CONTACT, ORIGIN: 'https://tiendo.example.vn' }), out.db);

beforeAll(async () => {
	out = await startOutward();
	server = await startMailServer();
	await setAccount('coordinator', { email: COORDINATOR });
});
afterAll(async () => {
	await out.inside.leave();
	await server.stop();
});
beforeEach(async () => {
	await out.clear();
	server.clear();
	out.transports = open(server.url);
	await setAccount('coordinator', { locale: 'vi' });
	await setAccount('district-461', { email: null });
});

async function setAccount(
	username: string,
	values: { email?: string | null; locale?: 'vi' | 'en' }
): Promise<void> {
	await out.db.updateTable('account').set(values).where('username', '=', username).execute();
}
/** A request is raised, and what it says leaves for the mailboxes. */
async function mailed(): Promise<number> {
	let request = 0;
	await out.act('09:00', async () => (request = await out.raise()));
	await out.leave('09:05');
	return request;
}
const waiting = () => out.db.selectFrom('outgoing').select(['attempts', 'next_at']).execute();

describe('a mail', () => {
	test('says what happened and why, with links, to the address of the account', async () => {
		const request = await mailed();
		expect(server.arrived).toMatchObject([
			{
				recipients: [COORDINATOR],
				from: { address: CONTACT },
				to: [{ address: COORDINATOR }],
				subject: expect.stringMatching(
					new RegExp(
						`^Cần hỗ trợ: yêu cầu #${request} \\(.+\\) · .*${out.inside.board.campaign.name_vi}$`
					)
				) as string
			}
		]);
		const [mail] = server.arrived;
		expect(mail?.text).toContain('vì bạn điều phối');
		expect(mail?.text).toContain(`https://tiendo.example.vn/quang-tri-2025/requests/${request}`);
		expect(mail?.text).not.toContain('Máy quét');
		expect(mail?.headers).toContainEqual(
			expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' })
		);
	});

	test('is written in the language its account reads', async () => {
		await setAccount('coordinator', { locale: 'en' });
		const request = await mailed();
		expect(server.arrived[0]?.subject).toContain(`Help needed: request #${request} (`);
		expect(server.arrived[0]?.subject).toContain(out.inside.board.campaign.name_en);
		expect(server.arrived[0]?.text).toContain('(you coordinate)');

		await out.act('09:10', () => out.raise());
		await out.act('09:11', () => out.raise('19333'));
		await out.leave('09:20');
		const [, summary] = server.arrived;
		expect(summary?.subject).toMatch(/^2 new notices · /);
		expect(summary?.text?.match(/Help needed/g)).toHaveLength(2);
	});

	test('is not sent any more once its account has no address', async () => {
		await out.act('09:00', () => out.raise());
		await out.gather('09:05');
		await setAccount('coordinator', { email: null });
		await out.leave('09:06');
		await setAccount('coordinator', { email: COORDINATOR });
		expect([server.arrived, out.lines, await waiting()]).toEqual([[], [], []]);
	});
});

describe('a mail server', () => {
	test.each([
		['recipients', 451],
		['contents', 452]
	] as const)('that cannot take %s just now (%i) gets it again', async (what, status) => {
		server[what].set(COORDINATOR, [status]);
		await mailed();
		const [row] = await waiting();
		expect(row?.attempts).toBe(1);
		expect(Number(row?.next_at) - Date.now()).toBeGreaterThan(15_000);
		expect(out.lines).toMatchObject([
			{
				...{ msg: 'messages are tried again later', channel: 'mail', count: 1 },
				said: expect.stringContaining(String(status)) as string
			}
		]);
		await out.hurry();
		await out.leave('09:06');
		expect(server.arrived).toHaveLength(1);
		expect(await waiting()).toEqual([]);
	});

	test.each([
		['recipients', 550],
		['contents', 554]
	] as const)(
		'that refuses %s (%i) is not asked again, and the log says so',
		async (what, status) => {
			await setAccount('district-461', { email: OFFICER });
			server[what].set(OFFICER, [status]);
			await mailed();
			expect(server.arrived.map(({ recipients }) => recipients)).toEqual([[COORDINATOR]]);
			expect(await waiting()).toEqual([]);
			expect(out.lines).toMatchObject([
				{
					...{ msg: 'a message is given up', channel: 'mail', attempts: 1 },
					account: await out.accountOf('district-461'),
					said: expect.stringContaining(String(status)) as string
				}
			]);
		}
	);

	test('that is away gets everything when it is back, as the same mail', async () => {
		out.transports = open('smtp://127.0.0.1:1');
		await mailed();
		expect(out.lines).toMatchObject([{ said: expect.stringContaining('ECONNREFUSED') as string }]);
		const { id } = await out.db.selectFrom('outgoing').select('id').executeTakeFirstOrThrow();
		out.transports = open(server.url);
		await out.hurry();
		await out.leave('09:06');
		expect(server.arrived).toMatchObject([{ messageId: `<${id}@example.vn>` }]);
	});

	test.each([
		['password', 535],
		['sender', 550]
	] as const)(
		'that does not take our %s (%i) gets everything when it does',
		async (what, status) => {
			out.transports = open(server.url.replace('//', '//tiendo:secret@'));
			server.welcome[what] = false;
			await mailed();
			expect(out.lines).toMatchObject([{ said: expect.stringContaining(`${status}`) as string }]);
			server.welcome[what] = true;
			await out.hurry();
			await out.leave('09:06');
			expect(server.arrived).toHaveLength(1);
		}
	);

	test('that is never well is given up after nine attempts', async () => {
		out.transports = open('smtp://127.0.0.1:1');
		await mailed();
		await out.db.updateTable('outgoing').set({ attempts: 8 }).execute();
		await out.hurry();
		await out.leave('09:06');
		expect(out.lines.at(-1)).toMatchObject({ msg: 'a message is given up', attempts: 9 });
		expect(await waiting()).toEqual([]);
	});

	test('that never greets is hung up on', async () => {
		server.welcome.greeted = false;
		out.transports.mail = mailTransport(createTransport(server.url), CONTACT, { within: 200 });
		await mailed();
		expect(out.lines).toMatchObject([{ said: expect.stringContaining('timeout') as string }]);
		expect(await waiting()).toMatchObject([{ attempts: 1 }]);
	});

	test('that keeps us waiting is left by a server that goes, and tried again after its start', async () => {
		server.welcome.greeted = false;
		const leaving = new AbortController();
		out.transports.mail = mailTransport(createTransport(server.url), CONTACT, {
			leaving: leaving.signal
		});
		const sending = mailed();
		await until('the mail server is called', () => server.callers > 0);
		leaving.abort();
		await sending;
		expect(await waiting()).toMatchObject([{ attempts: 1 }]);
	});

	test('that keeps us waiting holds up no phone', async () => {
		const { db, log, inside } = out;
		const account_id = await out.accountOf('coordinator');
		const { session } = await createSession(db, account_id, new Date());
		await db
			.insertInto('push_subscription')
			.values({
				...{ id: randomUUID(), account_id, session_id: session.id, locale: 'vi' },
				...{ endpoint: 'https://push.example/1', p256dh: '', auth: '' }
			})
			.execute();
		const { promise: answered, resolve: answer } = Promise.withResolvers<{ outcome: 'arrived' }>();
		let pushed = 0;
		const transports: Transports = {
			...out.transports,
			mail: () => answered,
			push: () => {
				pushed++;
				return Promise.resolve({ outcome: 'arrived' });
			}
		};
		const { campaigns } = inside.services;
		const notices = new Notices({ db, log, campaigns, transports, made: () => undefined });
		await out.act('09:00', () => out.raise('19330', 'blocking'));
		const clockwork = new Clockwork(log, [notices.due]);
		clockwork.start();
		await until('the phone knows', () => pushed === 1);
		await out.act('09:10', () => out.raise('19330', 'blocking'));
		await until('the phone knows the next as well', () => pushed === 2);
		answer({ outcome: 'arrived' });
		await clockwork.stop();
	});
});
