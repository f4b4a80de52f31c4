import { importCampaign } from '#lib/server/campaigns/import.ts';
import { readPackage } from '#lib/server/campaigns/package.ts';
import { startDemoClock } from '../../src/cli/demo-campaign.ts';
import { rewriteLog } from '../harness/rewrite-log.ts';
import { confirmFigures, DESKTOP, expect, PHONE, test } from './fixtures.ts';

test.use({ apart: 'set-up', serviceWorkers: 'allow' });

test('a log whose past changed reaches an open page and a sleeping one', async ({
	signedIn,
	product
}) => {
	const open = await signedIn('leader', DESKTOP);
	const asleep = await signedIn('leader', DESKTOP);
	const province = (page: typeof open) => page.locator('.strip dd b').first();
	const send = async (focal: typeof open, cases: string) => {
		await focal.locator('#amount-birth-cases').fill(cases);
		await focal.locator('main button[type=submit]').click();
		await confirmFigures(focal);
		await expect(
			focal
				.locator('footer')
				.getByText(/#[0-9A-Z]{4}/)
				.first()
		).toBeVisible();
	};
	const focal = await signedIn('commune-19333', PHONE);
	await send(focal, '50');
	await expect(province(open)).toHaveText('50');
	await expect(province(asleep)).toHaveText('50');
	await asleep.context().setOffline(true);

	await rewriteLog(product.database, { count: 1, instead: 0 });
	await expect(province(open)).toHaveText('0');
	// The same number again, and more: by `seq` alone the sleeping page would have missed nothing of 50.
	await send(await signedIn('commune-19336', PHONE), '7');
	await send(await signedIn('commune-19339', PHONE), '4');
	await expect(province(open)).toHaveText('11');
	await asleep.context().setOffline(false);
	await expect(province(asleep)).toHaveText('11');
	await expect(province(open)).toHaveText('11');
});

test('a changed set-up reaches an open map and an open form without a reload', async ({
	signedIn,
	product
}) => {
	const leader = await signedIn('leader', DESKTOP);
	const focal = await signedIn('commune-19330', PHONE);
	await focal.locator('#amount-birth-cases').fill('12');
	for (const page of [leader, focal]) {
		await page.evaluate(() => ((window as { opened?: boolean }).opened = true));
	}

	const read = await readPackage('src/campaigns/quang-tri-2025');
	if (!read.ok) throw new Error('the package cannot be read');
	const { campaign, units, targets, boundaries } = read.package;
	const commune = units.find(({ code }) => code === '19330');
	if (!commune) throw new Error('the commune is not in the package');
	const added = { ...commune, code: '19999', name_vi: 'Phường Mới', name_en: 'Mới Ward' };
	await importCampaign(product.database.db, {
		boundaries,
		campaign: { ...campaign, ends_on: '2025-03-25' },
		units: [
			...units.map((unit) => (unit === commune ? { ...unit, name_vi: 'Phường Đổi Tên' } : unit)),
			added
		],
		targets: targets.map((target) =>
			target.unit === '45' && target.measure === 'cases' ? { ...target, amount: 250_000 } : target
		)
	});

	await expect(leader.locator('.strip')).toContainText('250.000');
	await expect(leader.locator('.strip')).toContainText('/ 25');
	await leader.getByRole('button', { name: 'Đông Hà', exact: true }).click();
	await expect(leader.getByText('Phường Mới').first()).toBeVisible();
	await expect(focal.getByRole('heading', { name: 'Phường Đổi Tên' })).toBeVisible();
	await expect(focal.locator('#amount-birth-cases')).toHaveValue('12');
	for (const page of [leader, focal]) {
		expect(await page.evaluate(() => (window as { opened?: boolean }).opened)).toBe(true);
	}
});

test('two campaigns, one person: each board is right after going back and forth, in one tab and in two', async ({
	signedIn,
	withSession,
	product
}) => {
	const { db } = product.database;
	const read = await readPackage('src/campaigns/quang-tri-2025');
	if (!read.ok) throw new Error('the package is damaged');
	const other = {
		...read.package.campaign,
		slug: 'dot-hai',
		name_vi: 'Đợt hai',
		name_en: 'Second'
	};
	const { campaign_id } = await importCampaign(db, { ...read.package, campaign: other });
	await startDemoClock(db, campaign_id, null);
	const page = await signedIn('leader', DESKTOP);
	await expect(page.getByLabel('Chiến dịch', { exact: true })).toHaveCount(0);
	for (const username of ['leader', 'commune-19342']) {
		const { id } = await db
			.selectFrom('account')
			.select('id')
			.where('username', '=', username)
			.executeTakeFirstOrThrow();
		const unit_code = username === 'leader' ? null : '19342';
		const role = username === 'leader' ? ('leader' as const) : ('focal_point' as const);
		await db
			.insertInto('role_grant')
			.values({ campaign_id, account_id: id, role, unit_code })
			.execute();
	}
	const total = (of: typeof page) => of.locator('.strip dd b').first();
	const chosen = (of: typeof page) => of.getByLabel('Chiến dịch', { exact: true });
	// A server learns within a second that somebody takes part in more than it knew.
	await expect(async () => {
		await page.reload();
		await expect(chosen(page)).toBeVisible({ timeout: 1_000 });
	}).toPass();
	const first = (await total(page).textContent()) ?? '';

	await chosen(page).selectOption('Đợt hai');
	await page.waitForURL('**/dot-hai/map');
	await expect(total(page)).toHaveText('0');
	const second = await page.context().newPage();
	await second.goto(`${product.url}/`); // what this device showed last
	await second.waitForURL('**/dot-hai/map');
	await expect(second.getByText('Trực tiếp')).toBeVisible();

	const focal = await withSession('commune-19342', PHONE);
	await focal.goto(`${product.url}/dot-hai/report`);
	await focal.locator('#amount-birth-cases').fill('31');
	await focal.locator('main button[type=submit]').click();
	await confirmFigures(focal);
	for (const screen of [page, second]) await expect(total(screen)).toHaveText('31');

	await chosen(page).selectOption('Số hóa hộ tịch Quảng Trị');
	await page.waitForURL('**/quang-tri-2025/map');
	await expect(total(page)).toHaveText(first);
	await focal.locator('#amount-birth-cases').fill('33');
	await focal.locator('main button[type=submit]').click();
	await confirmFigures(focal);
	await expect(total(second)).toHaveText('33');
	await expect(total(page)).toHaveText(first);
	await page.goBack();
	await expect(total(page)).toHaveText('33');
	await expect(page.getByText('Trực tiếp')).toBeVisible();
});
