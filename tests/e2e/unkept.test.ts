import type { Page } from '@playwright/test';
import { confirmFigures, expect, PHONE, SLUG, test } from './fixtures.ts';
import { give } from './give.ts';

test.use({ apart: 'unkept' });

/** The browser's storage refuses to write, as it does when the device is full; or takes it again. */
async function setFull(page: Page, full: boolean): Promise<void> {
	await page.evaluate((full) => {
		const kept = IDBObjectStore.prototype as IDBObjectStore & { really?: IDBObjectStore['put'] };
		kept.really ??= kept.put;
		kept.put = full
			? () => {
					throw new DOMException('full', 'QuotaExceededError');
				}
			: kept.really;
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
	signedIn
}) => {
	const page = await signedIn('commune-19333', PHONE);
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
	signedIn,
	product
}) => {
	const { request } = await give(product, 'commune-19336', 'request.raise', {
		...{ unit: '19336', kind: 'equipment', severity: 'slowing', title: 'Máy in hỏng' }
	});
	const page = await signedIn('group-1', PHONE);
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
