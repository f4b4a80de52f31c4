import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';
import { give } from './give.ts';
import { touch } from './touch.ts';

test.use({ apart: 'planner' });

/** Lying down; low enough that the plan does not fit. */
const TABLET = { width: 1024, height: 520 };

/** Days as the grid numbers its columns. */
const column = (day: number) => day - 1;
const cell = (page: Page, group: number, day: number) =>
	page.locator(`[role=gridcell][data-row="${group - 1}"][data-column="${column(day)}"]`);
const bar = (page: Page, place: string) =>
	page.locator('[role=gridcell][data-visit]').filter({ hasText: place });

async function openPlanner(page: Page, product: Product): Promise<void> {
	await page.goto(`${product.url}/${SLUG}/groups`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
}

/** Drags as a hand does, from the middle of one cell to the middle of another. */
async function drag(page: Page, from: Locator, to: Locator, grip = 0.5): Promise<void> {
	const [a, b] = [await from.boundingBox(), await to.boundingBox()];
	if (!a || !b) throw new Error('nothing to drag');
	await page.mouse.move(a.x + a.width * grip, a.y + a.height / 2);
	await page.mouse.down();
	await page.mouse.move(a.x + a.width * grip + 8, a.y + a.height / 2, { steps: 3 });
	await page.mouse.move(b.x + b.width * grip, b.y + b.height / 2, { steps: 8 });
	await page.mouse.up();
}

/** Plans a draft at the API. */
async function drafted(product: Product, group: string, unit: string, day: number): Promise<void> {
	const date = `2025-03-${String(day).padStart(2, '0')}`;
	const plan = { group, unit, from: date, to: date, note: 'Mang máy quét A3' };
	await give(product, 'coordinator', 'visit.plan', plan);
}

async function choosePlace(page: Page, typed: string): Promise<void> {
	const field = page.getByRole('combobox', { name: 'Đến đâu' });
	await field.fill(typed);
	await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
	await field.press('Enter');
}

test('by mouse: a visit is planned, dragged, stretched and published, and others see it', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', DESKTOP);
	const leader = await withSession('leader', DESKTOP);
	await openPlanner(page, product);
	await openPlanner(leader, product);

	await cell(page, 1, 3).click();
	const dialog = page.getByRole('dialog');
	await choosePlace(page, 'trieu tai');
	await dialog.getByRole('button', { name: 'Lưu nháp' }).click();
	await expect(dialog).toHaveCount(0);
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/3\/3, nháp/);
	await expect(bar(leader, 'Triệu Tài')).toBeVisible();

	await drag(page, bar(page, 'Triệu Tài'), cell(page, 2, 6));
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/6\/3, nháp/);
	await expect(bar(leader, 'Triệu Tài')).toHaveAttribute('data-row', '1');
	await drag(page, bar(page, 'Triệu Tài'), cell(page, 2, 8), 0.95);
	await expect(bar(leader, 'Triệu Tài')).toHaveAccessibleName(/6\/3–8\/3, nháp/);

	await page.getByRole('button', { name: 'Công bố 1 bản nháp' }).click();
	await dialog.getByRole('button', { name: 'Công bố' }).click();
	await expect(bar(leader, 'Triệu Tài')).toHaveAccessibleName(/công bố/);
	await expect(page.getByRole('button', { name: 'Công bố 0 bản nháp' })).toBeDisabled();

	// What is dropped now is a draft again: others see it once it is published, and it can be undone.
	await drag(page, bar(page, 'Triệu Tài'), cell(page, 2, 11));
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/10\/3–12\/3, .*chưa công bố/);
	await page.keyboard.press('Control+z');
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/6\/3–8\/3, công bố$/);
	await drag(page, bar(page, 'Triệu Tài'), cell(page, 2, 12));
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/11\/3–13\/3, .*chưa công bố/);
	await page.getByRole('button', { name: 'Công bố 1 bản nháp' }).click();
	await expect(dialog).toContainText('Đang công bố');
	await dialog.getByRole('button', { name: 'Công bố' }).click();
	await expect(bar(page, 'Triệu Tài')).toHaveAccessibleName(/11\/3–13\/3, công bố$/);
	await expect(bar(leader, 'Triệu Tài')).toHaveAccessibleName(/11\/3–13\/3, công bố$/);
});

test('by finger: a swipe scrolls, a visit that was rested on moves and stretches, a tap opens it', async ({
	withSession,
	product
}) => {
	await drafted(product, 'group-8', '19336', 9);
	const page = await withSession('coordinator', TABLET, { hasTouch: true, isMobile: true });
	await openPlanner(page, product);
	const visit = bar(page, 'Đông Lễ');
	const middle = async (grip = 0.5) => {
		const { x, y, width, height } = (await visit.boundingBox())!;
		return { x: x + width * grip, y: y + height / 2 };
	};
	await visit.evaluate((node) => node.scrollIntoView({ block: 'center' }));
	const scrolled = () => page.evaluate(() => scrollY);
	const { width: day, height: row } = (await visit.boundingBox())!;

	const before = await scrolled();
	await touch(page, await middle(), { x: 0, y: 80 }, 0);
	await expect.poll(scrolled).toBeLessThan(before);
	await expect(visit).toHaveAccessibleName(/, 9\/3, nháp/);

	const after = await scrolled();
	await touch(page, await middle(), { x: 2 * day, y: -row }, 450);
	await expect(visit).toHaveAccessibleName(/, 11\/3, nháp/);
	await expect(visit).toHaveAttribute('data-row', '6');
	expect(await scrolled()).toBe(after);
	await touch(page, await middle(0.9), { x: day, y: 0 }, 450);
	await expect(visit).toHaveAccessibleName(/11\/3–12\/3, nháp/);
	await visit.tap();
	await expect(page.getByRole('dialog')).toContainText('11/3');
});

test('a place that is taken is refused in words, and the visit is put back', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', DESKTOP);
	await openPlanner(page, product);
	for (const [day, typed] of [
		[3, 'hai an'],
		[6, 'hai quy']
	] as const) {
		await cell(page, 3, day).click();
		await choosePlace(page, typed);
		await page.getByRole('dialog').getByRole('button', { name: 'Lưu nháp' }).click();
		await expect(page.getByRole('dialog')).toHaveCount(0);
	}
	await drag(page, bar(page, 'Hải An'), cell(page, 3, 6));
	await expect(page.getByRole('alert')).toContainText('Trùng với Hải Quy, 6/3');
	await expect(bar(page, 'Hải An')).toHaveAccessibleName(/, 3\/3, nháp/);

	// In the form nothing is known before the server says so.
	await bar(page, 'Hải An').click();
	const dialog = page.getByRole('dialog');
	await dialog.getByLabel('Đến hết ngày').selectOption('2025-03-07');
	await dialog.getByRole('button', { name: 'Lưu thay đổi' }).click();
	await expect(dialog.getByRole('alert')).toContainText('Hải Quy');
	await dialog.getByRole('button', { name: 'Hủy', exact: true }).click();
	await expect(bar(page, 'Hải An')).toHaveAccessibleName(/, 3\/3, nháp/);
});

test('by keyboard alone: planned, moved, stretched, copied, published and called off', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', DESKTOP);
	await openPlanner(page, product);
	const keys = async (...pressed: string[]) => {
		for (const key of pressed) await page.keyboard.press(key);
	};
	const dialog = page.getByRole('dialog');
	/** Tabs to a control of the dialog. */
	const tabTo = async (name: string) => {
		const wanted = dialog.getByRole('button', { name, exact: true });
		for (let i = 0; i < 20; i++) {
			if (await wanted.evaluate((node) => node === document.activeElement)) return;
			await page.keyboard.press('Tab');
		}
		throw new Error(`${name} is not in the tab order`);
	};

	for (let i = 0; i < 30; i++) {
		await page.keyboard.press('Tab');
		if (await page.evaluate(() => document.activeElement?.getAttribute('role') === 'gridcell'))
			break;
	}
	await keys('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight');
	await expect(cell(page, 5, 3)).toBeFocused();
	await keys('Enter');
	await expect(dialog).toBeVisible();
	await page.keyboard.type('lao bao');
	await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
	await keys('Enter');
	await tabTo('Lưu nháp');
	await keys('Enter');
	await expect(dialog).toHaveCount(0);
	await expect(bar(page, 'Lao Bảo')).toHaveAccessibleName(/, 3\/3, nháp/);
	await expect(cell(page, 5, 3)).toBeFocused();

	await keys('m', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Escape');
	await expect(bar(page, 'Lao Bảo')).toHaveAccessibleName(/, 3\/3, nháp/);
	await keys('m', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'Enter');
	await expect(bar(page, 'Lao Bảo')).toHaveAccessibleName(/, 5\/3, nháp/);
	await expect(cell(page, 6, 5)).toBeFocused();
	await keys('Shift+ArrowRight', '+', 'Enter');
	await expect(bar(page, 'Lao Bảo')).toHaveAccessibleName(/5\/3–7\/3, nháp/);

	await keys('c', 'Enter');
	await expect(bar(page, 'Lao Bảo')).toHaveCount(2);
	await expect(cell(page, 6, 8)).toBeFocused();
	await expect(cell(page, 6, 8)).toHaveAccessibleName(/8\/3–10\/3, nháp/);

	await keys('ArrowLeft', 'p');
	await expect(dialog).toBeVisible();
	await keys('Enter');
	await expect(cell(page, 6, 5)).toHaveAccessibleName(/công bố/);
	await expect(cell(page, 6, 5)).toBeFocused();

	await keys('Delete');
	await expect(dialog).toContainText('Lý do');
	await page.keyboard.type('Xã đã xong trước hạn');
	await tabTo('Hủy chuyến');
	await keys('Enter');
	await expect(bar(page, 'Lao Bảo')).toHaveCount(1);
	await expect(cell(page, 6, 5)).toHaveAccessibleName(/chưa có lịch/);
	await expect(cell(page, 6, 5)).toBeFocused();
	await keys('?');
	await expect(dialog).toContainText('Phím tắt');
});

test('on a phone a visit is planned and published from the list', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', PHONE);
	await openPlanner(page, product);
	await page.getByRole('button', { name: 'Xếp lịch: Tổ công tác số 8' }).click();
	const dialog = page.getByRole('dialog');
	await choosePlace(page, 'cam tuyen');
	await dialog.getByRole('button', { name: 'Lưu nháp' }).click();
	const line = page.locator('button.visit').filter({ hasText: 'Cam Tuyền' });
	await expect(line).toContainText('nháp');
	await line.click();
	await dialog.getByRole('button', { name: 'Công bố' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Công bố' }).click();
	await expect(line).toContainText('công bố');
});

test('a leader and a group look at the plan; a commune has no such page', async ({
	signedIn,
	withSession,
	product
}) => {
	const leader = await withSession('leader', DESKTOP);
	await openPlanner(leader, product);
	await cell(leader, 1, 12).click();
	await expect(leader.getByRole('dialog')).toHaveCount(0);
	await expect(leader.getByRole('button', { name: /^Công bố/ })).toHaveCount(0);
	await leader.getByRole('rowheader').first().click();
	await expect(leader.getByRole('dialog')).toContainText('Tổ trưởng');
	const commune = await signedIn('commune-19330', PHONE);
	expect((await commune.goto(`${product.url}/${SLUG}/groups`))?.status()).toBe(404);
});

for (const [size, viewport] of [
	['phone', PHONE],
	['desktop', DESKTOP]
] as const) {
	test(`the planner is accessible on a ${size}`, async ({ withSession, product }) => {
		test.setTimeout(120_000);
		await drafted(product, 'group-7', '19330', size === 'phone' ? 15 : 17);
		const page = await withSession('coordinator', viewport);
		await openPlanner(page, product);
		await expectAccessible(page);
		if (size === 'desktop') await page.locator('[role=gridcell][data-visit]').first().click();
		else await page.locator('button.visit').first().click();
		await expect(page.getByRole('dialog')).toContainText('Xếp lịch');
		await expectAccessible(page);
	});
}
