import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { Client, signIn, until } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { prepareOther } from '../harness/other-campaigns.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { addSmallCampaign } from '../harness/small-campaign.ts';

let database: TestDatabase;
let slug: string;
beforeAll(async () => {
	database = await createTestDatabase();
	const id = await addSmallCampaign(database.db);
	const campaigns = database.db.selectFrom('campaign').select('slug').where('id', '=', id);
	({ slug } = await campaigns.executeTakeFirstOrThrow());
});
afterAll(() => database.drop());

/** Runs the command about the campaign as an administrator of the machine would. */
const account = (...options: string[]) => command('--campaign', slug, ...options);

async function command(
	...options: string[]
): Promise<{ code: number; said: string; log?: string }> {
	const environment = { ...process.env, DATABASE_URL: database.url };
	try {
		const program = ['src/cli/account.ts', ...options];
		const { stdout, stderr } = await promisify(execFile)(process.execPath, program, {
			env: environment
		});
		return { code: 0, said: stdout, log: stderr };
	} catch (error) {
		const { code, stderr } = error as { code: number; stderr: string };
		return { code, said: stderr };
	}
}

test('an account is made with its mail and language; what is not named later stays', async () => {
	const somebody = ['--username', 'somebody', '--role', 'leader'];
	const made = await account(...somebody, '--email', 'somebody@example.vn', '--locale', 'en');
	expect(made.code).toBe(0);
	expect(made.said).toMatch(/^somebody {2}\S+\n1 account\(s\) with a new password/);
	const stored = () =>
		database.db
			.selectFrom('account')
			.select(['email', 'locale'])
			.where('username', '=', 'somebody')
			.executeTakeFirst();
	expect(await stored()).toEqual({ email: 'somebody@example.vn', locale: 'en' });
	const again = await account(...somebody, '--email', '');
	expect(again.said).toContain('1 kept theirs');
	expect(await stored()).toEqual({ email: null, locale: 'en' });
});

test('what does not fit is refused by the name of its option, and makes nothing', async () => {
	const refused = [
		[['--role', 'leader', '--locale', 'fr'], 2, '--locale vi|en'],
		[['--role', 'leader', '--unit', '1'], 1, '--role leader takes no --unit.'],
		[
			['--role', 'focal_point', '--unit', 'd1'],
			1,
			'd1 reports nothing: a focal point belongs to a commune.'
		],
		[['--role', 'leader', '--email', 'nobody'], 1, '--email takes one address'],
		[['--role', 'leader', '--email', 'a\u0007@b.vn'], 1, '--email takes one address'],
		[['--role', 'leader', '--name', 'A\nB'], 1, 'The name of nobody must be one line']
	] as const;
	for (const [options, code, said] of refused) {
		const answer = await account('--username', 'nobody', ...options);
		expect(answer).toEqual({ code, said: expect.stringContaining(said) as string });
	}
	const found = database.db.selectFrom('account').select('id').where('username', '=', 'nobody');
	expect(await found.execute()).toEqual([]);
});

test('codes with capitals make user names; those that make none are named, and nothing is made', async () => {
	const { db } = database;
	const { id } = await db.selectFrom('campaign').select('id').executeTakeFirstOrThrow();
	const commune = (code: string, position: number) => ({
		...{ campaign_id: id, code, parent_code: 'd1', level: 'commune' as const, position },
		...{ name_vi: code, name_en: code, type: 'xã' }
	});
	const names = async () => {
		const found = db
			.selectFrom('account')
			.select('username')
			.where('username', 'like', 'commune-%');
		return (await found.orderBy('username').execute()).map(({ username }) => username);
	};
	const long = 'x'.repeat(64);
	await db
		.insertInto('unit')
		.values([commune('QT-A1', 5), commune(long, 6)])
		.execute();
	expect(await account('--each-place')).toMatchObject({
		code: 1,
		said: expect.stringMatching(new RegExp(`^[^\n]*: ${long}\\. [^\n]*--username\\.\n$`)) as string
	});
	expect(await names()).toEqual([]);
	await db.deleteFrom('unit').where('code', '=', long).execute();
	expect((await account('--each-place')).code).toBe(0);
	expect(await names()).toEqual(['commune-1', 'commune-2', 'commune-qt-a1']);
});

test('places of another campaign with the same codes do not get the people of this one', async () => {
	await prepareOther(database.db, 'one-day');
	expect((await account('--username', 'commune-c1', '--role', 'leader')).code).toBe(0);
	const there = (...options: string[]) =>
		command('--campaign', 'one-day', '--each-place', ...options);
	const refused = await there();
	expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('commune-c1') as string });
	expect((await there('--prefix', 'tree')).said).toContain('tree-c1');
	expect((await there('--same-people')).code).toBe(0);
});

describe('losing rights', () => {
	const password = 'tre-xanh-ben-song';
	let server: TestProcess;
	let campaign_id: number;
	beforeAll(async () => {
		server = await startServer(database.url);
		const found = database.db.selectFrom('campaign').select('id').where('slug', '=', slug);
		campaign_id = (await found.executeTakeFirstOrThrow()).id;
	});
	afterAll(() => server.stop());

	/** An account of that name with a screen open; `lost` answers in how many milliseconds it went. */
	async function onScreen(username: string) {
		const names = { name_vi: 'Đầu mối xã Một', name_en: 'Focal point, Mot' };
		const grant = { campaign_id, role: 'focal_point' as const, unit: '1' };
		await createAccounts(database.db, [{ username, password, ...names, grant }]);
		const token = await signIn(server.url, username, password);
		const client = await new Client(server.url, token, { reconnection: false }).connected();
		const ask = () =>
			fetch(`${server.url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
		expect((await ask()).status).toBe(200);
		return async () => {
			const since = Date.now();
			await until('the socket ends', () => client.socket.disconnected, 3_000);
			await until('the session ends', async () => (await ask()).status === 401, 3_000);
			return Date.now() - since;
		};
	}
	const enters = (username: string, given = password) =>
		signIn(server.url, username, given).then(
			() => true,
			() => false
		);
	const events = (log = '') =>
		log
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Record<string, unknown>);

	test('a disabled account loses its screens within a second and comes in again once enabled', async () => {
		const lost = await onScreen('leaving');
		const disabled = await command('--disable', 'leaving');
		expect(await lost()).toBeLessThan(1_500);
		expect(disabled.said).toBe('leaving is disabled. 1 session(s) ended.\n');
		expect(events(disabled.log)).toEqual([
			expect.objectContaining({ log: 'security', event: 'account_disabled', username: 'leaving' })
		]);
		expect(await enters('leaving')).toBe(false);
		expect((await command('--enable', 'leaving')).code).toBe(0);
		expect(await enters('leaving')).toBe(true);
	});

	test('a new password ends what the old one opened, and is not in the log', async () => {
		const lost = await onScreen('forgetful');
		const { said, log = '' } = await command('--password', 'forgetful');
		expect(await lost()).toBeLessThan(1_500);
		const [, made = ''] = /^forgetful {2}(\S+)$/m.exec(said) ?? [];
		expect(await enters('forgetful')).toBe(false);
		expect(await enters('forgetful', made)).toBe(true);
		expect(events(log)).toMatchObject([{ event: 'password_changed', by: 'administrator' }]);
		expect(log).not.toContain(made);
	});

	test('another role, or none any more, ends sessions; the same role given again does not', async () => {
		const same = ['--username', 'moving', '--role', 'focal_point', '--unit', '1'];
		const lost = await onScreen('moving');
		expect((await account(...same)).log).toBe('');
		const moved = await account(...same.slice(0, -1), '2');
		expect(await lost()).toBeLessThan(1_500);
		expect(events(moved.log)).toMatchObject([
			{ event: 'rights_changed', before: 'focal_point 1', after: 'focal_point 2' }
		]);
		const { name_vi } = await database.db
			.selectFrom('account')
			.select('name_vi')
			.where('username', '=', 'moving')
			.executeTakeFirstOrThrow();
		expect(name_vi).toBe('Đầu mối xã Một');

		const taken = await account('--username', 'moving', '--role', 'none');
		expect(taken.said).toMatch(/^moving has no role in counting any more \(was focal_point 2\)/);
		expect(events(taken.log)).toMatchObject([{ before: 'focal_point 2', after: null }]);
	});

	test('a name that nobody has is one sentence', async () => {
		for (const act of ['--disable', '--enable', '--password']) {
			const answer = await command(act, 'nobody');
			expect(answer).toMatchObject({ code: 1, said: 'There is no account nobody.\n' });
		}
		expect((await command('--disable', 'a', '--enable', 'b')).code).toBe(2);
	});
});
