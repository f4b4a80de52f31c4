import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { sql } from 'kysely';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visitCommands } from '#lib/campaign/visits/commands.ts';
import { USERNAME } from '#lib/server/auth/sign-in.ts';
import { PackageCampaign } from '#lib/server/campaigns/campaign-schema.ts';
import { importCampaign, ImportRefused } from '#lib/server/campaigns/import.ts';
import { KEY_USES, UNIT_USES } from '#lib/server/campaigns/in-use.ts';
import type { CampaignPackage } from '#lib/server/campaigns/package.ts';
import { sayProblem } from '#lib/server/campaigns/problem.ts';
import { dumpSetUp, readShipped, storeReport } from '../harness/campaign-rows.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

const pkg = await readShipped();
let database: TestDatabase;
beforeEach(async () => (database = await createTestDatabase()));
afterEach(() => database.drop());

/** A row of each kind that hangs on a place, each on a commune of its own. */
async function fillEveryUse(db: TestDatabase['db'], campaign_id: number): Promise<void> {
	await storeReport(db, campaign_id, '19330', '2025-03-02');
	await sql`
		with somebody as (
			insert into account (username, name_vi, name_en, password_hash)
				values ('in-charge', 'X', 'X', '') returning id
		), asked as (
			insert into role_grant (campaign_id, account_id, role, unit_code)
				select ${campaign_id}, id, 'focal_point', '19342' from somebody
		), unlocked as (
			insert into report_unlock (campaign_id, unit_code, date, at, until, account_id, reason)
				select ${campaign_id}, '19333', '2025-03-14', now(), now(), id, 'X' from somebody
		), reminded as (
			insert into report_reminder (campaign_id, unit_code, at, date, account_id)
				select ${campaign_id}, '19336', now(), '2025-03-15', id from somebody
		), requested as (
			insert into support_request (campaign_id, number, unit_code, kind, severity, title, raised_at,
					raised_by, at, policy)
				select ${campaign_id}, 7, '19345', 'other', 'minor', 'X', now(), id, now(), '{}' from somebody
		), declared as (
			insert into target (campaign_id, unit_code, measure, origin, amount)
				values (${campaign_id}, '19339', 'books', 'declared', 40)
		)
		insert into working_group (campaign_id, code, name_vi, name_en, base_code)
			values (${campaign_id}, 'group-1', 'X', 'X', '19351')
	`.execute(db);
	await sql`
		insert into visit (campaign_id, number, group_code, unit_code, from_date, to_date, state, at) values
			(${campaign_id}, 1, 'group-1', '19348', '2025-03-11', '2025-03-13', 'published', now())
	`.execute(db);
}

/** What somebody reads whose package is refused. */
async function wordsOf(db: TestDatabase['db'], changed: CampaignPackage): Promise<string[]> {
	const refused = await importCampaign(db, changed).catch((error: unknown) => error);
	if (!(refused instanceof ImportRefused)) throw new Error(`not refused: ${String(refused)}`);
	return refused.problems.map((problem) => sayProblem(problem, 'en'));
}

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
		expect(await campaign({ starts_on: '2025-03-03' })).toEqual(['import_day_reported']);
		const raised = pkg.units.map((unit) =>
			unit.code === '19330' ? { ...unit, level: 'district' as const, parent: '45' } : unit
		);
		expect(await refusalOf({ ...pkg, units: raised })).toEqual(['import_unit_reported']);
	});

	it('is refused for whatever hangs on a place or a day, each named with place and date', async () => {
		const { db } = database;
		const { campaign_id } = await importCampaign(db, pkg);
		await fillEveryUse(db, campaign_id);
		const changed = {
			...pkg,
			campaign: { ...pkg.campaign, ends_on: '2025-03-12', request_kinds: [] },
			units: pkg.units.filter(({ level, code }) => level !== 'commune' || code === '19360'),
			targets: pkg.targets.filter(({ unit }) => unit.length < 5 || unit === '19360')
		};
		const said = await wordsOf(db, changed);
		expect(said).toEqual([
			'units.csv Đông Giang (19330) has reports (2025-03-02) and can be neither left out nor moved to another level.',
			'units.csv Phường 1 (19333) has unlocked days (2025-03-14) and can be neither left out nor moved to another level.',
			'units.csv Đông Lễ (19336) was reminded (2025-03-15) and can be neither left out nor moved to another level.',
			'units.csv Đông Thanh (19339) has declared its target (books) and can be neither left out nor moved to another level.',
			'units.csv Phường 2 (19342) has accounts in charge of it (in-charge) and can be neither left out nor moved to another level.',
			'units.csv Phường 4 (19345) has support requests (#7) and can be neither left out nor moved to another level.',
			'units.csv Phường 5 (19348) has visits (group-1 2025-03-11–2025-03-13) and can be neither left out nor moved to another level.',
			'units.csv Đông Lương (19351) is the base of working groups (group-1) and cannot be left out.',
			'campaign.json:request_kinds Help of the kind “other” was asked for, so it cannot be left out.',
			'campaign.json:ends_on Phường 1 (19333) was unlocked for 2025-03-14; the campaign must include those days.',
			'campaign.json:ends_on Đông Lễ (19336) was reminded of 2025-03-15; the campaign must include those days.',
			'campaign.json:ends_on Phường 5 (19348) has a visit of group-1 (2025-03-11–2025-03-13); the campaign must include those days.'
		]);
	});

	it('knows of every key that points to what it deletes', async () => {
		const source = await readFile('src/lib/server/campaigns/import.ts', 'utf8');
		const deleted = [...source.matchAll(/delete from (\w+)/g)].map(([, table]) => table ?? '');
		expect(new Set(deleted)).toEqual(new Set(['target', 'measure', 'category', 'unit']));
		const { rows } = await sql<{ use: string }>`
			select concat(conrelid::regclass, '.', attname) as use
			from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[2]
			where contype = 'f' and confrelid::regclass::text = any(${deleted})
		`.execute(database.db);
		const known = [...Object.keys(UNIT_USES), ...Object.keys(KEY_USES)];
		expect(rows.map(({ use }) => use).sort()).toEqual(known.sort());
	});

	it('and its tables agree on what a code, a key and a name may be', async () => {
		const fits = (entry: object) => (value: string) =>
			v.safeParse(v.object({ value: entry as v.GenericSchema }), { value }).success;
		const { slug, measures, categories } = PackageCampaign.entries;
		const inputs: Record<string, (value: string) => boolean> = {
			'campaign.slug': fits(slug),
			'measure.key': fits(measures.pipe[0].item.entries.key),
			'category.key': fits(categories.pipe[0].wrapped.item.entries.key),
			'account.username': (value) => USERNAME.test(value),
			'working_group.code': fits(visitCommands['group.save'].input.entries.group)
		};
		const { rows } = await sql<{ column: string; pattern: string }>`
			select concat(conrelid::regclass, '.', attname) as column,
				substring(pg_get_constraintdef(c.oid) from '~ ''(.*)''::text') as pattern
			from pg_constraint c join pg_attribute on attrelid = conrelid and attnum = conkey[1]
			where contype = 'c' and pg_get_constraintdef(c.oid) like '% ~ %'
		`.execute(database.db);
		expect(rows.map(({ column }) => column).sort()).toEqual(Object.keys(inputs).sort());
		for (const { column, pattern } of rows) {
			const table = new RegExp(pattern);
			const check = fc.property(fc.stringMatching(/^[A-Za-z0-9_.\- Đ\n]{1,70}$/), (value) => {
				if (inputs[column]?.(value)) expect(value).toMatch(table);
			});
			fc.assert(check, { numRuns: 500 });
		}
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
