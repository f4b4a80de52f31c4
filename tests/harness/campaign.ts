import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoAccount } from '#lib/server/auth/demo-accounts.ts';
import {
	prepareDemoAccounts,
	prepareDemoCampaign,
	startDemoClock
} from '../../src/cli/demo-campaign.ts';
import type { Connection } from '#lib/server/db/connect.ts';
import { createTestDatabase, type TestDatabase, type TestServer } from './database.ts';

export const SLUG = 'quang-tri-2025';

export interface TestCampaign {
	id: number;
	accounts: DemoAccount[];
	accountsFile: string;
	password: string;
}

/** Quảng Trị on its first morning, with one account per role and commune, in a database of its own. */
export async function createCampaign({
	server,
	secondsPerDay = null
}: { server?: TestServer; secondsPerDay?: number | null } = {}): Promise<{
	database: TestDatabase;
	campaign: TestCampaign;
}> {
	const given = server ?? (await import('vitest')).inject('testServer');
	const { template, id, accounts } = given.campaign;
	const database = await createTestDatabase({ ...given, template });
	await startDemoClock(database.db, id, secondsPerDay);
	const accountsFile = await newAccountsFile();
	await writeFile(accountsFile, JSON.stringify(accounts));
	return {
		database,
		campaign: { id, accounts, accountsFile, password: accounts[0]?.password ?? '' }
	};
}

/** The same in a database that is there already: what `createCampaign` copies, and databases to be broken. */
export async function prepareCampaign({ db }: Pick<Connection, 'db'>): Promise<TestCampaign> {
	const { id } = await prepareDemoCampaign(db, null);
	const accountsFile = await newAccountsFile();
	const accounts = await prepareDemoAccounts(db, id, accountsFile);
	return { id, accounts, accountsFile, password: accounts[0]?.password ?? '' };
}

const newAccountsFile = async () =>
	join(await mkdtemp(join(tmpdir(), 'tien-do-')), 'accounts.json');
