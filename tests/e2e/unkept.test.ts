import type { Page } from '@playwright/test';
import { confirmFigures, expect, PHONE, SLUG, test } from './fixtures.ts';
import { give } from './give.ts';

test.use({ apart: 'unkept', serviceWorkers: 'allow' });

/** The browser's storage refuses to write, as it does when the device is full; or takes it again. */
async function setFull(page: Page, full: boolean): Promise<void> {
	await page.evaluate((full) => {
		const store = IDBObjectStore.prototype as { put: unknown; really?: unknown };
		store.really ??= store.put;
		store.put = full
			? () => {
					throw new DOMException('full', 'QuotaExceededError');
				}
			: store.really;
	}, full);
}
async function goOffline(page: Page): Promise<void> {
	await page.context().setOffline(true);
	await expect(page.getByText(/Mất mạng|Ngoại tuyến/).first()).toBeVisible();
}
const warning = (page: Page) => page.getByRole('alert').filter({ hasText: 'Đừng đóng trang này' });

/** What the browser asks when a page that would lose something is reloaded; null when it asks nothing. */
async function askedAtReload(page: Page): Promise<string | null> {
	const asked = page.waitForEvent('dialog', { timeout: 3_000 }).catch(() => null);
	void page.evaluate(() => location.reload()).catch(() => {});
	const dialog = await asked;
	await dialog?.dismiss();
	return dialog?.type() ?? null;
}

test('a report the device could not keep: said loudly, offered as a file, asked about, kept when there is room', async ({
	signedIn
}) => {
	const page = await signedIn('commune-19330', PHONE);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await setFull(page, true);
	await goOffline(page);
	await page.locator('#amount-birth-cases').fill('77');
	await page.locator('main footer button[type=submit]').click();
	await confirmFigures(page);
	const foot = page.locator('main footer');
	await expect(foot).toContainText('Không lưu được trên máy');
	await expect(foot).not.toContainText('Đã lưu trên máy');
	await expect(warning(page)).toContainText('1 mục');
	expect(await askedAtReload(page)).toBe('beforeunload');

	const file = page.waitForEvent('download');
	await warning(page).getByRole('button', { name: 'Xuất ra tệp' }).click();
	expect((await file).suggestedFilename()).toMatch(/^tien-do-commune-19330-.*\.json$/);

	await setFull(page, false);
	await page.getByRole('button', { name: 'Thử lại' }).click();
	await expect(foot).toContainText('Đã lưu trên máy');
	await expect(warning(page)).toHaveCount(0);
});

test('a request for help that the device could not keep is not said to be kept', async ({
	withSession
}) => {
	const page = await withSession('commune-19333', PHONE);
	await page.goto(`/${SLUG}/requests/new`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await setFull(page, true);
	await goOffline(page);
	await page.getByText('Thiết bị', { exact: true }).click();
	await page.getByRole('button', { name: 'Gửi khi có mạng' }).click();
	await expect(page.getByText('Không lưu được trên máy: đừng đóng trang').first()).toBeVisible();
	await expect(page.getByText('Đã lưu trên máy')).toHaveCount(0);
	await expect(warning(page)).toBeVisible();
	expect(await askedAtReload(page)).toBe('beforeunload');
});

test('a comment and a claim that the device could not keep are not said to be kept', async ({
	withSession,
	product
}) => {
	const { request } = await give(product, 'commune-19336', 'request.raise', {
		...{ unit: '19336', kind: 'equipment', severity: 'slowing', title: 'Máy in hỏng' }
	});
	const page = await withSession('group-1', PHONE);
	await page.goto(`/${SLUG}/requests/${request}`);
	await expect(page.getByRole('article')).toContainText('gửi yêu cầu');
	await setFull(page, true);
	await goOffline(page);
	await page.getByRole('textbox').fill('Sẽ mang máy khác.');
	await page.getByRole('article').getByRole('button', { name: 'Gửi' }).click();
	await expect(warning(page)).toContainText('1 mục');
	await page.getByRole('article').getByRole('button', { name: 'Nhận' }).click();
	await expect(page.getByText(/chỉ còn trong trang này: đừng đóng trang/)).toBeVisible();
	await expect(warning(page)).toContainText('2 mục');
});

test('steps of a visit wait without a network, ask about a place far away, and are done once', async ({
	withSession,
	product
}) => {
	const today = '2025-03-01';
	const plan = { group: 'group-3', unit: '19330', from: today, to: today };
	const { visit } = await give(product, 'coordinator', 'visit.plan', plan);
	await give(product, 'coordinator', 'visit.publish', { visits: [visit] });
	const page = await withSession('group-3', PHONE, {
		geolocation: { latitude: 20.9, longitude: 106.7, accuracy: 25 },
		permissions: ['geolocation']
	});
	await page.goto(`/${SLUG}/requests?tab=visit`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await page.waitForFunction(() => localStorage.getItem('tien-do place quang-tri-2025 19330'));
	await goOffline(page);
	const mine = page.locator('section.visit');
	await mine.getByRole('button', { name: 'Lên đường' }).click();
	await expect(mine).toContainText('Chờ gửi: Lên đường · Đã lưu trên máy');
	await mine.getByRole('button', { name: 'Đã đến nơi' }).click();
	await expect(mine.getByRole('alertdialog')).toContainText(/khoảng 4\d\d km \(±25 m\)/);
	await mine.getByRole('button', { name: 'Vẫn báo đã đến' }).click();
	await expect(mine).toContainText('tại chỗ từ');
	await setFull(page, true);
	await mine.getByRole('button', { name: 'Rời đi' }).click();
	const police = mine.getByRole('textbox', { name: 'Công an' });
	await police.fill('2,5');
	await mine.getByRole('button', { name: 'Xác nhận rời đi' }).click();
	await expect(police).toBeFocused();
	await expect(mine).toContainText('Công an: Cần số nguyên');
	await police.fill('2,00');
	await mine.getByRole('button', { name: 'Xác nhận rời đi' }).click();
	await expect(mine).toContainText('Chờ gửi: Rời đi · Không lưu được trên máy');
	await expect(warning(page)).toContainText('1 mục');

	await setFull(page, false);
	await page.context().setOffline(false);
	await expect(mine).not.toContainText('Chờ gửi', { timeout: 20_000 });
	const steps = await product.database.db
		.selectFrom('visit_step')
		.select(['step', 'details'])
		.where('number', '=', visit)
		.orderBy('position')
		.execute();
	expect(steps.map(({ step }) => step)).toEqual([
		...['plan', 'publish', 'depart', 'check_in', 'check_out']
	]);
	const device_time = expect.stringMatching(/^20/) as unknown;
	expect(steps.slice(2).map(({ details }) => details)).toMatchObject([
		{ device_time },
		{ device_time, place: { accuracy: 25, kilometres: expect.any(Number) as unknown } },
		{ device_time, took_part: { police: 2 } }
	]);
});
