import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childrenOf, rootOf, targetOf, unallocatedOf } from '#lib/campaign/board.ts';
import { importCampaign } from '#lib/server/campaigns/import.ts';
import { loadBoard, loadCampaigns } from '#lib/server/load-board.ts';
import { readFacts } from '#lib/server/log/read.ts';
import type { CampaignPackage } from '#lib/server/campaigns/package.ts';
import { dumpSetUp, readShipped, storeReport } from '../harness/campaign-rows.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

/** Books and cases as Plan 37/KH-UBND gives them to each district. */
const PUBLISHED = {
	'461': [357, 53_268],
	'462': [125, 10_158],
	'464': [257, 28_037],
	'465': [313, 21_231],
	'466': [137, 13_279],
	'467': [60, 6_656],
	'468': [146, 7_439],
	'469': [514, 45_738],
	'470': [179, 17_734],
	'471': [0, 0]
};

const shipped = await readShipped();
let database: TestDatabase;
let pkg: CampaignPackage;

beforeEach(async () => {
	database = await createTestDatabase();
	pkg = structuredClone(shipped);
});
afterEach(() => database.drop());

describe('Quảng Trị 2025', () => {
	it('has the published figures, and commune targets that add up to them', async () => {
		const { campaign_id } = await importCampaign(database.db, pkg);
		const board = await loadBoard(database.db, campaign_id);
		const province = rootOf(board);
		const districts = childrenOf(board, province.code);
		expect(targetOf(board, province)).toEqual({ books: 2088, cases: 203_584 });
		expect(unallocatedOf(board, province)).toEqual({ books: 0, cases: 44 });
		const targets = districts.map((unit) => [unit.code, Object.values(targetOf(board, unit))]);
		expect(Object.fromEntries(targets)).toEqual(PUBLISHED);
		for (const district of districts) {
			expect(unallocatedOf(board, district)).toEqual({ books: 0, cases: 0 });
			const origins = childrenOf(board, district.code).map(
				({ targets }) => targets['cases']?.origin
			);
			expect(new Set(origins)).toEqual(new Set(origins.length > 0 ? ['allocated'] : []));
		}
		const communes = [...board.units.values()].filter(({ level }) => level === 'commune');
		expect([districts.length, communes.length]).toEqual([10, 119]);
		expect(board.units.get('471')?.targets).toEqual({});
		expect(board.seq).toBe(3);
	});

	it('is loaded as the package says it', async () => {
		const { campaign_id } = await importCampaign(database.db, pkg);
		const { campaign, units } = await loadBoard(database.db, campaign_id);
		expect(campaign).toEqual({ ...pkg.campaign, setup: 1, simulated: false, clock: null });
		expect([...units.keys()]).toEqual(pkg.units.map(({ code }) => code));
		const { slug, name_vi, name_en, starts_on, ends_on } = pkg.campaign;
		expect(await loadCampaigns(database.db)).toEqual([
			{ id: campaign_id, slug, name_vi, name_en, starts_on, ends_on, simulated: false }
		]);
		const { topology } = await database.db
			.selectFrom('boundary')
			.select('topology')
			.executeTakeFirstOrThrow();
		expect(topology).toEqual(pkg.boundaries);
	});
});

describe('importing again', () => {
	it('changes nothing when the package is the same', async () => {
		const first = await importCampaign(database.db, pkg);
		expect(first).toMatchObject({ created: true, changed: true });
		const before = await dumpSetUp(database.db);
		const second = await importCampaign(database.db, pkg);
		expect(second).toEqual({ ...first, created: false, changed: false });
		expect(await dumpSetUp(database.db)).toEqual(before);
	});

	it('makes one campaign of two imports at the same moment', async () => {
		const both = await Promise.all([
			importCampaign(database.db, pkg),
			importCampaign(database.db, pkg)
		]);
		expect(both.map(({ created }) => created).sort()).toEqual([false, true]);
		expect(both.map(({ changed }) => changed).sort()).toEqual([false, true]);
	});

	it('takes over new names, targets, order and the other primary measure', async () => {
		const { campaign_id } = await importCampaign(database.db, pkg);
		pkg.campaign.name_vi = 'Tên mới';
		pkg.campaign.timely_by = '16:00';
		for (const measure of pkg.campaign.measures) measure.primary = !measure.primary;
		pkg.campaign.categories.reverse();
		pkg.units.reverse();
		pkg.units[0]!.name_en = 'New name';
		pkg.targets[0]!.amount += 1;
		expect(await importCampaign(database.db, pkg)).toMatchObject({ changed: true });
		const { campaign, units } = await loadBoard(database.db, campaign_id);
		expect(campaign).toMatchObject(pkg.campaign);
		expect([...units.values()].map(({ name_en }) => name_en)).toEqual(
			pkg.units.map(({ name_en }) => name_en)
		);
		const { unit, measure, amount } = pkg.targets[0]!;
		expect(units.get(unit)?.targets[measure]).toEqual({ amount, origin: 'plan' });
		expect(await importCampaign(database.db, pkg)).toMatchObject({ changed: false });
	});

	it('takes away what nobody used', async () => {
		const { campaign_id } = await importCampaign(database.db, pkg);
		pkg.campaign.measures = pkg.campaign.measures.filter(({ key }) => key !== 'books');
		pkg.campaign.categories.pop();
		pkg.targets = pkg.targets.filter(
			({ unit, measure }) => unit !== '19330' && measure !== 'books'
		);
		// A district dissolved: its communes now stand right below the province.
		pkg.units = pkg.units.filter(({ code }) => code !== '461' && code !== '19330');
		pkg.targets = pkg.targets.filter(({ unit }) => unit !== '461');
		for (const unit of pkg.units) if (unit.parent === '461') unit.parent = '45';
		await importCampaign(database.db, pkg);
		const { campaign, units } = await loadBoard(database.db, campaign_id);
		expect(campaign.measures.map(({ key }) => key)).toEqual(['cases']);
		expect(campaign.categories).toHaveLength(8);
		expect(units.size).toBe(128);
		expect(units.get('19333')).toMatchObject({ parent: '45', targets: { cases: {} } });
	});

	it('never touches reports, declared targets and the clock, and says in the log only what is another', async () => {
		const { db } = database;
		const { campaign_id } = await importCampaign(db, pkg);
		await storeReport(db, campaign_id, '19330', '2025-03-02');
		const declared = { measure: 'cases', origin: 'declared' as const, amount: 7000 };
		await db
			.insertInto('target')
			.values({ campaign_id, unit_code: '19330', ...declared })
			.execute();
		const clock = { set_at: '2026-01-01', shows: '2025-03-01', seconds_per_day: 60 };
		await db
			.updateTable('campaign')
			.set({ simulated: true, clock: JSON.stringify(clock), head_seq: 12 })
			.execute();
		expect(await importCampaign(db, pkg)).toMatchObject({ changed: false });
		pkg.campaign.name_en = 'Other';
		expect(await importCampaign(db, pkg)).toMatchObject({ changed: true });

		const { seq, campaign, units } = await loadBoard(db, campaign_id);
		expect({ seq, simulated: campaign.simulated, clock: campaign.clock }).toEqual({
			...{ seq: 13, simulated: true, clock }
		});
		const [fact] = await readFacts(db, campaign_id, 12, 10);
		const data = { campaign: { name_en: 'Other' } };
		expect(fact).toMatchObject({ kind: 'campaign.changed', data });
		expect(units.get('19330')).toMatchObject({
			targets: { cases: { amount: 7000, origin: 'declared' }, books: { origin: 'allocated' } },
			days: {
				'2025-03-02': {
					...{ amounts: { cases: 86 }, revision: 1, receipt: 'AB12', timely: true },
					at: '2025-03-02T09:00:00.000Z'
				}
			}
		});
	});

	it('keeps official boundaries when the package only has the drawing', async () => {
		const { db } = database;
		await importCampaign(db, pkg);
		const official = { ...pkg.boundaries!, source: 'official' as const };
		expect(await importCampaign(db, { ...pkg, boundaries: official })).toMatchObject({
			changed: true
		});
		for (const boundaries of [pkg.boundaries, null]) {
			expect(await importCampaign(db, { ...pkg, boundaries })).toMatchObject({ changed: false });
		}
		const { source } = await db.selectFrom('boundary').select('source').executeTakeFirstOrThrow();
		expect(source).toBe('official');
	});
});
