import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDemoAccounts, type DemoAccount } from '#lib/server/auth/demo-accounts.ts';
import { prepareDemoCampaign } from '../../src/cli/demo-campaign.ts';
import type { Connection } from '#lib/server/db/connect.ts';

export const SLUG = 'quang-tri-2025';

export interface TestCampaign {
	id: number;
	accounts: DemoAccount[];
	accountsFile: string;
	password: string;
}

/** Quảng Trị on its first morning, with one account per role and commune. */
export async function prepareCampaign(
	{ db }: Pick<Connection, 'db'>,
	secondsPerDay: number | null = null
): Promise<TestCampaign> {
	const { id } = await prepareDemoCampaign(db, secondsPerDay);
	const accountsFile = join(await mkdtemp(join(tmpdir(), 'tien-do-')), 'accounts.json');
	const accounts = await ensureDemoAccounts(db, id, accountsFile);
	return { id, accounts, accountsFile, password: accounts[0]?.password ?? '' };
}
