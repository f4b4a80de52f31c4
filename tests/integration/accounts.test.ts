import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	createAccounts,
	NameRefused,
	UsernameTaken,
	type NewAccount
} from '#lib/server/auth/accounts.ts';
import { ensureDemoAccounts } from '#lib/server/auth/demo-accounts.ts';
import { demoChoices } from '#lib/server/auth/demo-choices.ts';
import { verifyPassword } from '#lib/server/auth/passwords.ts';
import { createSession, validateSession } from '#lib/server/auth/sessions.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { addSmallCampaign } from '../harness/small-campaign.ts';

let database: TestDatabase;
let campaign: number;

beforeEach(async () => {
	database = await createTestDatabase();
	campaign = await addSmallCampaign(database.db);
	return () => database.drop();
});

describe('accounts', () => {
	const focalPoint = (): NewAccount => ({
		username: 'somebody',
		password: 'first',
		name_vi: 'Đầu mối xã Một',
		name_en: 'Focal point, Mot',
		grant: { campaign_id: campaign, role: 'focal_point', unit: '1' }
	});

	test('created again, they keep their password and take the new name and grant', async () => {
		await createAccounts(database.db, [focalPoint()]);
		const before = await accountOf('somebody');
		await createAccounts(database.db, [
			{
				...focalPoint(),
				password: 'second',
				name_vi: 'Tên mới',
				grant: { campaign_id: campaign, role: 'leader' }
			}
		]);
		const { id, password_hash } = before;
		expect(await accountOf('somebody')).toEqual({ id, password_hash, name_vi: 'Tên mới' });
		const grants = await database.db.selectFrom('role_grant').selectAll().execute();
		expect(grants).toEqual([
			{
				campaign_id: campaign,
				account_id: id,
				role: 'leader',
				unit_code: null,
				group_code: null,
				leads: false
			}
		]);
	});

	test('have a name of one line that can be seen, else none is made', async () => {
		for (const name of ['A\rB', 'A\u0007', '\u202EA', '\u200B', 'x'.repeat(201)]) {
			const both = [
				{ ...focalPoint(), username: 'other' },
				{ ...focalPoint(), name_en: name }
			];
			await expect(createAccounts(database.db, both)).rejects.toThrow(NameRefused);
		}
		expect(await database.db.selectFrom('account').select('id').execute()).toEqual([]);
		await createAccounts(database.db, [{ ...focalPoint(), name_vi: '\uFEFFTên \u200Bmới ' }]);
		expect(await accountOf('somebody')).toMatchObject({ name_vi: 'Tên mới' });
	});

	test('a reset sets the new password and ends their sessions', async () => {
		await createAccounts(database.db, [focalPoint()]);
		const { id } = await accountOf('somebody');
		const now = new Date();
		const { token } = await createSession(database.db, id, now);
		const again = [{ ...focalPoint(), password: 'second' }];
		await createAccounts(database.db, again, { resetPasswords: true });
		const { password_hash } = await accountOf('somebody');
		expect(await verifyPassword(password_hash, 'second')).toBe(true);
		expect(await verifyPassword(password_hash, 'first')).toBe(false);
		expect(await validateSession(database.db, token, now)).toBeNull();
	});

	test('a demo does not take over a real account', async () => {
		await createAccounts(database.db, [focalPoint()]);
		const before = await accountOf('somebody');
		const demo = { ...focalPoint(), password: 'demo', name_vi: 'x', is_demo: true };
		const both = [{ ...demo, username: 'fresh' }, demo];
		await expect(createAccounts(database.db, both, { resetPasswords: true })).rejects.toThrow(
			UsernameTaken
		);
		expect(await accountOf('somebody')).toEqual(before);
		await expect(accountOf('fresh')).rejects.toThrow();
	});
});

describe('demo accounts', () => {
	let folder: string;
	let file: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'tien-do-'));
	});
	beforeEach(() => {
		file = join(folder, String(campaign) + Math.random(), 'demo-accounts.json');
	});
	afterAll(() => rm(folder, { recursive: true }));

	const ensure = () => ensureDemoAccounts(database.db, campaign, file);
	const opens = async ({ username, password }: { username: string; password: string }) =>
		verifyPassword((await accountOf(username)).password_hash, password);

	test('one per role, working group, district with communes, and commune', async () => {
		const accounts = await ensure();
		expect(accounts.map(({ username }) => username)).toEqual([
			'leader',
			'coordinator',
			'administrator',
			...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`group-${n}`, `group-${n}-2`, `group-${n}-3`]),
			'district-d1',
			'commune-1',
			'commune-2'
		]);
		const [leader] = accounts;
		expect(accounts.at(-1)).toEqual({
			username: 'commune-2',
			password: leader?.password,
			role: 'focal_point',
			unit: '2'
		});
		expect(accounts[3]).toMatchObject({ role: 'group_member', group: 'group-1' });
		for (const account of accounts) expect(await opens(account), account.username).toBe(true);
		const hashes = await database.db.selectFrom('account').select('password_hash').execute();
		expect(new Set(hashes.map(({ password_hash }) => password_hash)).size).toBe(accounts.length);
	});

	test('the file lists them and is for its owner only', async () => {
		const accounts = await ensure();
		expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(accounts);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
	});

	test('a second start changes nothing', async () => {
		const accounts = await ensure();
		const before = await everything();
		expect(await ensure()).toEqual(accounts);
		expect(await everything()).toEqual(before);
	});

	test('a lost file resets the password, a fresh database takes the one in the file', async () => {
		const [first] = await ensure();
		await rm(file);
		const renewed = await ensure();
		expect(renewed[0]?.password).not.toBe(first?.password);
		for (const account of renewed) expect(await opens(account), account.username).toBe(true);

		await database.db.deleteFrom('account').execute();
		expect(await ensure()).toEqual(renewed);
		for (const account of renewed) expect(await opens(account), account.username).toBe(true);
	});

	test('the sign-in page is offered places by name, and only what is a demo account', async () => {
		const accounts = await ensure();
		const choices = await demoChoices(database.db, accounts);
		expect(choices).toHaveLength(accounts.length);
		expect(choices).toContainEqual({
			username: 'commune-2',
			role: 'focal_point',
			name: { name_vi: 'Đơn vị 2', name_en: 'Unit 2' },
			within: { name_vi: 'Đơn vị d1', name_en: 'Unit d1' }
		});
		await database.db.updateTable('account').set({ is_demo: false }).execute();
		expect(await demoChoices(database.db, accounts)).toEqual([]);
	});
});

function accountOf(username: string) {
	return database.db
		.selectFrom('account')
		.select(['id', 'password_hash', 'name_vi'])
		.where('username', '=', username)
		.executeTakeFirstOrThrow();
}

async function everything() {
	const accounts = await database.db.selectFrom('account').selectAll().orderBy('id').execute();
	const grants = database.db.selectFrom('role_grant').selectAll().orderBy('account_id');
	return { accounts, grants: await grants.execute() };
}
