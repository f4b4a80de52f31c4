import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { signIn } from '../harness/client.ts';
import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';

test.use({ apart: 'review' });

const DATE = '2025-03-01';

/** Somebody at the API. */
async function give(product: Product, username: string, type: string, input: object) {
	const token = await signIn(product.url, username, product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ id: randomUUID(), type, input })
	});
	const answer = (await response.json()) as { ok: boolean; result: { receipt: string } };
	expect(answer).toMatchObject({ ok: true });
	return answer.result;
}
const report = (product: Product, unit: string, amount: number, base_revision = 0) =>
	give(product, `commune-${unit}`, 'report.submit', {
		...{ unit, date: DATE, base_revision },
		lines: [
			{ category: 'birth', measure: 'cases', amount },
			{ category: 'birth', measure: 'books', amount: 1 }
		]
	});

/** Kinds of the facts about a commune, oldest first. */
async function factsOf(product: Product, unit: string): Promise<string[]> {
	const token = await signIn(product.url, 'leader', product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/facts?after=0&limit=1000`, {
		headers: { authorization: `Bearer ${token}` }
	});
	const { facts } = (await response.json()) as {
		facts: { kind: string; data: { unit?: string; units?: string[] } }[];
	};
	return facts
		.filter(({ data }) => data.unit === unit || data.units?.includes(unit))
		.map(({ kind }) => kind);
}

const row = (page: Page, unit: string) => page.locator(`[data-code="${unit}"]`);

async function openReview(page: Page, product: Product, query = ''): Promise<void> {
	await page.goto(`${product.url}/${SLUG}/review${query}`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
}

test('a report arrives without a reload, is returned with a comment, corrected and accepted', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', DESKTOP);
	await openReview(page, product);
	await expect(row(page, '19330')).toContainText('Chờ báo cáo');
	const { receipt } = await report(product, '19330', 120);
	await expect(row(page, '19330')).toContainText('Chờ duyệt');
	await expect(row(page, '19330')).toContainText(`#${receipt}`);

	await row(page, '19330')
		.getByRole('button', { name: /^Trả lại/ })
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Trả lại' }).click();
	await expect(dialog.getByRole('alert')).toBeVisible(); // a comment has to say something
	await dialog.getByRole('button', { name: 'Nhầm ngày' }).click();
	await dialog.getByRole('button', { name: 'Trả lại' }).click();
	await expect(row(page, '19330')).toContainText('xã chưa xem');
	await give(product, 'commune-19330', 'report.seen', { unit: '19330', date: DATE, of: 'return' });
	await expect(row(page, '19330')).toContainText('xã đã xem');

	await report(product, '19330', 90, 1);
	await expect(row(page, '19330')).toContainText('Đã sửa, chờ duyệt');
	await row(page, '19330')
		.getByRole('button', { name: /^Duyệt/ })
		.click();
	await expect(row(page, '19330')).toContainText('Đã duyệt');
	expect(await factsOf(product, '19330')).toEqual([
		'report.submitted',
		'report.returned',
		'report.seen',
		'report.corrected',
		'report.accepted'
	]);
});

test('what was typed outlives a network that failed, and goes when it is back', async ({
	withSession,
	product
}) => {
	await report(product, '19333', 70);
	const page = await withSession('coordinator', DESKTOP);
	await openReview(page, product);
	await row(page, '19333')
		.getByRole('button', { name: /^Trả lại/ })
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('textbox').fill('Xem lại sổ khai sinh.');
	await page.context().setOffline(true);
	await dialog.getByRole('button', { name: 'Trả lại' }).click();
	await expect(dialog.getByRole('alert')).toBeVisible({ timeout: 20_000 });
	await expect(dialog.getByRole('textbox')).toHaveValue('Xem lại sổ khai sinh.');
	await page.context().setOffline(false);
	await dialog.getByRole('button', { name: 'Trả lại' }).click();
	await expect(row(page, '19333')).toContainText('Trả lại');
	await expect(dialog).toHaveCount(0);
	expect(await factsOf(product, '19333')).toEqual(['report.submitted', 'report.returned']);
});

test('many are accepted at once, flagged ones only when ticked; the silent are reminded', async ({
	withSession,
	product
}) => {
	for (const unit of ['19336', '19339', '19342']) await report(product, unit, 50);
	await report(product, '19345', 900_000); // far above its target
	const page = await withSession('coordinator', DESKTOP);
	await openReview(page, product, '?area=461&show=waiting');
	await expect(row(page, '19345')).toContainText('vượt chỉ tiêu');
	await page.getByRole('button', { name: /^Duyệt 3 báo cáo/ }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog).toContainText('Không gồm 1 báo cáo có lưu ý');
	await dialog.getByRole('button', { name: 'Duyệt 3 báo cáo' }).click();
	await expect(page.getByRole('status').getByText('Đã duyệt 3 báo cáo')).toBeVisible();
	await expect(row(page, '19336')).toHaveCount(0);
	await expect(row(page, '19345')).toBeVisible();
	expect(await factsOf(product, '19345')).toEqual(['report.submitted']);

	await page.getByRole('button', { name: /^Chưa báo cáo/ }).click();
	await page.getByRole('button', { name: /^Nhắc \d+ xã$/ }).click();
	await dialog.getByRole('button', { name: /^Nhắc/ }).click();
	await expect(page.getByRole('status').getByText(/Đã nhắc \d+ xã/)).toBeVisible();
	await expect(page.locator('[data-code] .reminded').first()).toContainText('nhắc');
});

test('everything by keyboard: move, accept, history, and back', async ({
	withSession,
	product
}) => {
	await report(product, '19351', 40);
	await report(product, '19354', 40);
	const page = await withSession('coordinator', DESKTOP);
	await openReview(page, product, '?show=waiting&q=19351');
	await page.locator('h1').click();
	await page.keyboard.press('j');
	await expect(row(page, '19351')).toHaveClass(/current/);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toContainText('Báo cáo lần đầu');
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await page.keyboard.press('a');
	await expect(page.getByText('Không có xã nào tên như vậy.')).toBeVisible();
	await expect.poll(() => factsOf(product, '19351')).toContain('report.accepted');
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toContainText('Phím tắt');
});

test("the receipt on the leader's card leads to its revision", async ({ withSession, product }) => {
	await report(product, '19678', 30);
	const { receipt } = await report(product, '19678', 32, 1);
	const leader = await withSession('leader', DESKTOP);
	await leader.goto(`${product.url}/${SLUG}/map?unit=19678`);
	await leader
		.locator('.side')
		.getByRole('button', { name: `Biên nhận ${receipt}` })
		.first()
		.click();
	const sheet = leader.getByRole('dialog');
	await expect(sheet.locator('li.marked')).toContainText(`#${receipt}`);
	await expect(sheet.locator('li.marked')).toContainText('30 → 32');
	await expect(leader).toHaveURL(new RegExp(`date=${DATE}.*receipt=${receipt}`));
	await give(product, 'coordinator', 'report.accept', { unit: '19678', date: DATE, revision: 2 });
	await expect(sheet).toContainText('Đã duyệt');
	await leader.keyboard.press('Escape');
	await expect(sheet).toHaveCount(0);
	await leader.getByRole('button', { name: /^1\/3: .*xem lịch sử/ }).click();
	await expect(leader.getByRole('dialog')).toContainText('Bản sửa 2');
});

test('others do not have the page, and a leader only looks', async ({
	signedIn,
	withSession,
	product
}) => {
	const focal = await signedIn('commune-19330', PHONE);
	expect((await focal.goto(`${product.url}/${SLUG}/review`))?.status()).toBe(404);
	const leader = await withSession('leader', DESKTOP);
	await openReview(leader, product);
	await expect(leader.locator('[data-code]').first()).toBeVisible();
	await expect(leader.locator('.acts')).toHaveCount(0);
});

for (const [size, viewport] of [
	['phone', PHONE],
	['desktop', DESKTOP]
] as const) {
	test(`the review is accessible on a ${size}`, async ({ withSession, product }) => {
		test.setTimeout(120_000);
		const unit = size === 'phone' ? '19624' : '19627';
		await report(product, unit, 900_000);
		const page = await withSession('coordinator', viewport);
		await openReview(page, product, '?area=469');
		await expectAccessible(page);
		await openReview(page, product, `?unit=${unit}`);
		await expect(page.getByRole('dialog')).toContainText('Báo cáo lần đầu');
		await expectAccessible(page);
	});
}
