import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importCampaign, ImportRefused } from '#lib/server/campaigns/import.ts';
import type { CampaignPackage } from '#lib/server/campaigns/package.ts';
import { dumpSetUp, readShipped, storeReport } from '../harness/campaign-rows.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

const pkg = await readShipped();
let database: TestDatabase;
beforeEach(async () => (database = await createTestDatabase()));
afterEach(() => database.drop());

async function refusalOf(changed: CampaignPackage): Promise<string[]> {
	const before = await dumpSetUp(database.db);
	const refused = await importCampaign(database.db, changed).catch((error: unknown) => error);
	if (!(refused instanceof ImportRefused)) throw new Error(`not refused: ${String(refused)}`);
	expect(await dumpSetUp(database.db)).toEqual(before);
	return refused.problems.map(({ message }) => message.key);
}

describe('an import into a campaign that has begun', () => {
	it('is refused when it would take away what people reported, declared or answer for', async () => {
		const { db } = database;
		const { campaign_id } = await importCampaign(db, pkg);
		await storeReport(db, campaign_id, '19330', '2025-03-02');
		const declared = { measure: 'books', origin: 'declared' as const, amount: 40 };
		await db
			.insertInto('target')
			.values({ campaign_id, unit_code: '19333', ...declared })
			.execute();
		const { id } = await db
			.insertInto('account')
			.values({
				username: 'officer',
				name_vi: 'X',
				name_en: 'X',
				password_hash: '',
				disabled_at: null
			})
			.returning('id')
			.executeTakeFirstOrThrow();
		const grant = { campaign_id, account_id: id, role: 'focal_point' as const, group_code: null };
		await db
			.insertInto('role_grant')
			.values({ ...grant, unit_code: '19336' })
			.execute();

		const without = (...codes: string[]): CampaignPackage => ({
			...pkg,
			units: pkg.units.filter(({ code }) => !codes.includes(code)),
			targets: pkg.targets.filter(({ unit }) => !codes.includes(unit))
		});
		expect(await refusalOf(without('19330', '19333', '19336', '19339'))).toEqual([
			'import_unit_reported',
			'import_unit_declared',
			'import_unit_peopled'
		]);
		const campaign = (change: Partial<CampaignPackage['campaign']>) =>
			refusalOf({ ...pkg, campaign: { ...pkg.campaign, ...change } });
		const { measures, categories } = pkg.campaign;
		expect(await campaign({ measures: measures.slice(0, 0) })).toEqual([
			'import_measure_reported',
			'import_measure_reported'
		]);
		expect(await campaign({ categories: categories.slice(1) })).toEqual([
			'import_category_reported'
		]);
		expect(await campaign({ starts_on: '2025-03-03' })).toEqual(['import_days_reported']);
		const raised = pkg.units.map((unit) =>
			unit.code === '19330' ? { ...unit, level: 'district' as const, parent: '45' } : unit
		);
		expect(await refusalOf({ ...pkg, units: raised })).toEqual(['import_unit_reported']);
	});

	it('writes nothing when one statement fails', async () => {
		await importCampaign(database.db, pkg);
		const before = await dumpSetUp(database.db);
		const stray = { unit: 'nowhere', measure: 'cases', amount: 1, origin: 'plan' as const };
		const changed = { ...pkg, campaign: { ...pkg.campaign, name_en: 'Other' } };
		changed.targets = [...pkg.targets, stray];
		await expect(importCampaign(database.db, changed)).rejects.toThrow(/foreign key/);
		expect(await dumpSetUp(database.db)).toEqual(before);
	});
});

describe('npx node src/cli/import-campaign.ts', () => {
	const root = new URL('../../', import.meta.url).pathname;
	let folder: string;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'campaign-'));
		await cp(join(root, 'src/campaigns/quang-tri-2025'), folder, { recursive: true });
	});
	afterEach(() => rm(folder, { recursive: true }));

	async function run(...options: string[]) {
		const args = ['src/cli/import-campaign.ts', folder, '--lang', 'en', ...options];
		const env = { ...process.env, DATABASE_URL: database.url };
		const told = { code: 0, stdout: '', stderr: '' };
		return promisify(execFile)(process.execPath, args, { cwd: root, env }).then(
			(ended) => ({ ...told, ...ended }),
			(failed: { code: number; stdout: string; stderr: string }) => failed
		);
	}

	async function change(file: string, from: string | RegExp, to: string) {
		const path = join(folder, file);
		const text = await readFile(path, 'utf8');
		await writeFile(path, text.replace(from, to));
	}

	it('loads a package and says what it holds', async () => {
		const { code, stdout } = await run();
		expect({ code, said: stdout.trim().split('\n').slice(1) }).toEqual({
			code: 0,
			said: [
				'10 districts, 119 communes · Books 2,088 · Cases 203,584',
				'The campaign was created.'
			]
		});
		expect((await run()).stdout).toContain('Nothing has changed.');
	});

	it('only checks when asked', async () => {
		expect((await run('--check')).stdout).toContain('The package is sound.');
		expect((await dumpSetUp(database.db)).flat()).toEqual([]);
	});

	it('names every bad row with file, line and column, and writes nothing', async () => {
		await change('campaign.json', '2025-03-20', '2025-03-32');
		await change('units.csv', 'commune,19333,461', 'commune,19330,461');
		await change('units.csv', 'commune,19336,461', 'commune,19336,491');
		await change('targets.csv', '462,cases,10158', '462,cases,10.158');
		const { code, stdout, stderr } = await run();
		expect({ code, stdout, said: stderr.trim().split('\n') }).toEqual({
			code: 1,
			stdout: '',
			said: [
				'campaign.json:6:ends_on A real date is needed as year-month-day, such as 2025-03-01.',
				'units.csv:14:code The code “19330” is already on line 13.',
				'units.csv:15:parent_code There is no unit “491” to stand above.',
				'targets.csv:7:amount “10.158” is not a whole number from 0; write digits only, without points or commas.',
				'Nothing was imported. Problems to correct: 4.'
			]
		});
		expect((await dumpSetUp(database.db)).flat()).toEqual([]);
	});
});
