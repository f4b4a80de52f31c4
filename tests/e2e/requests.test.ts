import type { Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { DESK, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';
import { give, PHOTO } from './give.ts';

test.use({ apart: 'requests' });

const raise = async (product: Product, unit: string, title: string) => {
	const about = { unit, kind: 'equipment', severity: 'blocking', title };
	return (await give(product, `commune-${unit}`, 'request.raise', about)).request;
};

async function openRequests(page: Page, product: Product, path = ''): Promise<void> {
	await page.goto(`${product.url}/${SLUG}/requests${path}`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
}
const row = (page: Page, number: number) => page.locator(`[data-number="${number}"]`);

test('a commune asks with a photo, a group sees it and claims by keyboard, works it, the commune confirms', async ({
	signedIn,
	product
}) => {
	test.setTimeout(120_000);
	const group = await signedIn('group-1', DESK);
	await openRequests(group, product);
	const commune = await signedIn('commune-19330', PHONE);
	await openRequests(commune, product);
	await commune.getByRole('link', { name: 'Cần hỗ trợ' }).click();
	await commune.getByText('Thiết bị').click();
	await commune.getByText('Phải dừng').click();
	await expect(commune.getByLabel('Nói ngắn gọn')).toHaveValue('Máy quét không hoạt động');
	await commune
		.locator('input[type=file][multiple]')
		.setInputFiles({ name: 'may-quet.png', mimeType: 'image/png', buffer: PHOTO });
	await commune.getByRole('button', { name: 'Gửi yêu cầu' }).click();

	const asked = group.locator('[data-number]', { hasText: 'Máy quét không hoạt động' });
	await expect(asked).toContainText('Chưa ai nhận');
	await expect(asked).toContainText('1'); // the photo
	const number = Number(await asked.getAttribute('data-number'));
	await group.locator('h1').click();
	await group.keyboard.press('j');
	await expect(row(group, number)).toHaveClass(/current/);
	await group.keyboard.press('Enter');
	const detail = group.getByRole('article');
	await expect(detail.getByRole('img').or(detail.locator('.picture')).first()).toBeVisible();
	await group.keyboard.press('c');
	await expect(detail).toContainText('Tổ trưởng tổ 1');
	await expect(row(commune, number)).toContainText('Tổ công tác số 1 đã nhận');

	await group.keyboard.press('s');
	await expect(row(commune, number)).toContainText('Đang xử lý');
	await group.keyboard.press('m');
	await group.keyboard.type('Chiều nay tổ đến.');
	await group.keyboard.press('Control+Enter');
	await expect(detail.getByRole('list', { name: 'Diễn biến' })).toContainText('Chiều nay tổ đến.');
	await group.locator('h1').click();
	await group.keyboard.press('r');
	const dialog = group.getByRole('dialog');
	await dialog.getByRole('textbox').fill('Đã thay đầu quét.');
	await dialog.getByRole('button', { name: 'Đã xử lý' }).click();

	await expect(row(commune, number)).toContainText('Tổ công tác số 1 báo đã xử lý: Đã xong');
	await row(commune, number).getByRole('button', { name: 'Xác nhận đã xong' }).click();
	await commune.getByRole('dialog').getByRole('button', { name: 'Xác nhận đã xong' }).click();
	await expect(row(commune, number)).toContainText('Xong, xã đã xác nhận');
	await expect(detail).toContainText('Xong, xã đã xác nhận');
});

test('of two groups that claim at once the loser reads who won, and who else looks is named', async ({
	signedIn,
	product
}) => {
	const number = await raise(product, '19333', 'Máy in kẹt giấy');
	const pages = await Promise.all([signedIn('group-2', DESK), signedIn('group-3', DESK)]);
	for (const page of pages) await openRequests(page, product, `/${number}`);
	await expect(pages[0].getByRole('article')).toContainText('Tổ trưởng tổ 3 đang xem');
	const claims = pages.map((page) =>
		page.getByRole('article').getByRole('button', { name: 'Nhận' }).click()
	);
	await Promise.all(claims);
	const lost = /nhận trước|đã nhận|đã có|giữ/;
	await expect(async () => {
		const told = await Promise.all(
			pages.map((page) => page.locator('[role=alert], [role=status]').allInnerTexts())
		);
		const [a, b] = told.map((texts) => texts.join(' '));
		const [winner, loser] = a!.includes('Tổ bạn đã nhận') ? [2, b!] : [3, a!];
		expect(loser).toContain(`Yêu cầu ${number}`);
		expect(loser).toMatch(lost);
		expect(loser).toMatch(new RegExp(`(Tổ công tác số|tổ) ${winner}`));
	}).toPass();
	for (const page of pages) await expect(page.getByRole('article')).toContainText('Đã nhận');
});

test('a claim made without a network is lost with its reason, a comment arrives', async ({
	signedIn,
	product
}) => {
	const number = await raise(product, '19336', 'Mất điện cả buổi');
	const page = await signedIn('group-4', DESK);
	await openRequests(page, product, `/${number}`);
	const detail = page.getByRole('article');
	await expect(detail).toContainText('gửi yêu cầu');
	await page.context().setOffline(true);
	await expect(page.getByText('Mất mạng').or(page.getByText('Ngoại tuyến')).first()).toBeVisible();
	await detail.getByRole('button', { name: 'Nhận' }).click();
	await expect(detail).toContainText('chờ gửi lệnh nhận');
	await detail.getByRole('textbox').fill('Tổ tôi ở gần.');
	await detail.getByRole('button', { name: 'Gửi' }).click();
	await expect(detail).toContainText('Chờ gửi');
	await give(product, 'group-5', 'request.claim', { request: number });
	await page.context().setOffline(false);
	const told = page.getByRole('alert').filter({ hasText: `Nhận yêu cầu ${number}` });
	await expect(told).toContainText(/(Tổ công tác số|tổ) 5/, { timeout: 30_000 });
	await expect(detail.getByRole('list', { name: 'Diễn biến' })).toContainText('Tổ tôi ở gần.');
});

test('help asked for without a network goes with its photo when there is one', async ({
	signedIn,
	product
}) => {
	const page = await signedIn('commune-19348', PHONE);
	await openRequests(page, product, '/new');
	await page.context().setOffline(true);
	await page.getByText('Thiếu người').click();
	await page
		.locator('input[type=file][multiple]')
		.setInputFiles({ name: 'so.png', mimeType: 'image/png', buffer: PHOTO });
	await page.getByRole('button', { name: /^(Gửi yêu cầu|Lưu)/ }).click();
	await expect(page.getByText('Đã lưu trên máy, có mạng là gửi')).toBeVisible({ timeout: 20_000 });
	await page.context().setOffline(false);
	const own = page.locator('[data-number]', { hasText: 'Thiếu người nhập liệu' });
	await expect(own).toContainText('Chưa có tổ nào nhận', { timeout: 30_000 });
	await own.getByRole('link').first().click();
	await expect(page.getByRole('article').locator('.picture')).toBeVisible();
});

test('filters stand in the address and survive a reload; several requests become an incident', async ({
	signedIn,
	product
}) => {
	const numbers = [
		await raise(product, '19339', 'Phần mềm báo lỗi 500'),
		await raise(product, '19342', 'Phần mềm báo lỗi 500')
	];
	const page = await signedIn('coordinator', DESK);
	await openRequests(page, product);
	await page.keyboard.press('/');
	await page.keyboard.type('lỗi 500');
	await page.keyboard.press('Enter');
	await expect(page.locator('[data-number]')).toHaveCount(2);
	await page.reload();
	await expect(page.locator('[data-number]')).toHaveCount(2);
	for (const number of numbers) await page.getByLabel(`Chọn yêu cầu ${number}`).check();
	await page.getByRole('button', { name: 'Gộp thành sự cố' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Gộp thành sự cố' }).click();
	await expect(row(page, numbers[0]!)).toContainText('Sự cố 1');
	await row(page, numbers[1]!).getByRole('link').click();
	await page.getByRole('article').getByRole('button', { name: 'Đóng sự cố' }).click();
	await dialog.getByRole('textbox').fill('Đăng nhập lại sau 18:00.');
	await dialog.getByRole('button', { name: 'Đóng sự cố' }).click();
	await expect(page.getByRole('article')).toContainText('Đã xử lý, chờ xã xác nhận');

	const commune = await signedIn('commune-19345', PHONE);
	await openRequests(commune, product, '/new');
	await commune.getByText('Thiết bị').click();
	await expect(commune.getByText('Đăng nhập lại sau 18:00.')).toBeVisible();
});

for (const [size, viewport] of [
	['phone', PHONE],
	['desk', DESK]
] as const) {
	test(`requests are accessible on a ${size}`, async ({ signedIn, product }) => {
		test.setTimeout(120_000);
		const unit = size === 'phone' ? '19351' : '19354';
		const number = await raise(product, unit, 'Máy quét hỏng');
		const group = size === 'phone' ? 'group-6' : 'group-7';
		await give(product, group, 'request.claim', { request: number });
		for (const [username, path] of [
			['coordinator', ''],
			['coordinator', `/${number}`],
			['coordinator', '?view=columns'],
			[group, '?tab=mine'],
			[`commune-${unit}`, ''],
			[`commune-${unit}`, '/new']
		] as const) {
			const page = await signedIn(username, viewport);
			await openRequests(page, product, path);
			await expectAccessible(page);
			await page.close();
		}
	});
}
