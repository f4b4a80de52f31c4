import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
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

/** Runs the command as an administrator of the machine would. */
async function account(...options: string[]): Promise<{ code: number; said: string }> {
	const environment = { ...process.env, DATABASE_URL: database.url };
	try {
		const program = ['src/cli/account.ts', '--campaign', slug, ...options];
		const { stdout } = await promisify(execFile)(process.execPath, program, { env: environment });
		return { code: 0, said: stdout };
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
		[['--role', 'focal_point', '--unit', 'd1'], 1, 'The campaign has no commune d1.'],
		[['--role', 'leader', '--email', 'nobody'], 1, '--email takes one address']
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
	expect(await account('--each-commune')).toMatchObject({
		code: 1,
		said: expect.stringMatching(new RegExp(`^[^\n]*: ${long}\\. [^\n]*--username\\.\n$`)) as string
	});
	expect(await names()).toEqual([]);
	await db.deleteFrom('unit').where('code', '=', long).execute();
	expect((await account('--each-commune')).code).toBe(0);
	expect(await names()).toEqual(['commune-1', 'commune-2', 'commune-qt-a1']);
});
