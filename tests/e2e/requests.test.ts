import type { Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';
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
	withSession,
	product
}) => {
	test.setTimeout(120_000);
	const group = await withSession('group-1', DESKTOP);
	await openRequests(group, product);
	const commune = await withSession('commune-19330', PHONE);
	await openRequests(commune, product);
	await commune.getByRole('link', { name: 'Cần hỗ trợ' }).click();
	await commune.getByText('Thiết bị').click();
	// What a tap fills in is read above the button, wherever the page is scrolled to.
	const foot = commune.locator('footer', { hasText: 'Gửi yêu cầu' });
	await expect(foot.getByText('Máy quét không hoạt động')).toBeInViewport({ ratio: 1 });
	await commune.getByText('Phải dừng').click();
	await expect(foot).toContainText('Phải dừng');
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
	await dialog.getByRole('button', { name: 'Báo kết quả' }).click();

	// The commune reads what the group wrote where it decides.
	await expect(row(commune, number)).toContainText('Tổ công tác số 1 báo kết quả: Đã xong');
	await expect(row(commune, number)).toContainText('Tổ công tác số 1 ghi: Đã thay đầu quét.');
	await row(commune, number).getByRole('button', { name: 'Xác nhận kết quả' }).click();
	const confirm = commune.getByRole('dialog');
	await expect(confirm).toContainText('Đã thay đầu quét.');
	await confirm.getByRole('button', { name: 'Xác nhận kết quả' }).click();
	await expect(row(commune, number)).toContainText('Đã xong, xã đã xác nhận');
	await expect(detail).toContainText('Đã xong, xã đã xác nhận');
});

test('of two groups that claim at once the loser reads who won, and who else looks is named', async ({
	signedIn,
	product
}) => {
	const number = await raise(product, '19333', 'Máy in kẹt giấy');
	const pages = await Promise.all([signedIn('group-2', DESKTOP), signedIn('group-3', DESKTOP)]);
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
	withSession,
	product
}) => {
	const number = await raise(product, '19336', 'Mất điện cả buổi');
	const page = await withSession('group-4', DESKTOP);
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
	withSession,
	product
}) => {
	const page = await withSession('commune-19348', PHONE);
	await openRequests(page, product, '/new');
	await page.context().setOffline(true);
	await page.getByText('Thiếu người').click();
	await page
		.locator('input[type=file][multiple]')
		.setInputFiles({ name: 'so.png', mimeType: 'image/png', buffer: PHOTO });
	await page.getByRole('button', { name: /^Gửi (yêu cầu|khi có mạng)/ }).click();
	await expect(page.getByText('Đã lưu trên máy, có mạng là gửi')).toBeVisible({ timeout: 20_000 });
	await page.context().setOffline(false);
	const own = page.locator('[data-number]', { hasText: 'Thiếu người nhập liệu' });
	await expect(own).toContainText('Chưa có tổ nào nhận', { timeout: 30_000 });
	await own.getByRole('link').first().click();
	await expect(page.getByRole('article').locator('.picture')).toBeVisible();
});

test('filters stand in the address and survive a reload; several requests become an incident', async ({
	withSession,
	product
}) => {
	const numbers = [
		await raise(product, '19339', 'Phần mềm báo lỗi 500'),
		await raise(product, '19342', 'Phần mềm báo lỗi 500')
	];
	const page = await withSession('coordinator', DESKTOP);
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
	await expect(page.getByRole('article')).toContainText('Đã xong, chờ xã xác nhận');

	const commune = await withSession('commune-19345', PHONE);
	await openRequests(commune, product, '/new');
	await commune.getByText('Thiết bị').click();
	await expect(commune.getByText('Đăng nhập lại sau 18:00.')).toBeVisible();
});

test('words about a claim cover no button that sends, and go when another group has it', async ({
	withSession,
	product
}) => {
	const number = await raise(product, '19357', 'Máy in kẹt giấy');
	const page = await withSession('group-8', { width: 390, height: 844 });
	await openRequests(page, product, `/${number}`);
	const detail = page.getByRole('article');
	await detail.getByRole('button', { name: 'Nhận', exact: true }).click();
	const words = page.getByText(`Tổ bạn đã nhận yêu cầu ${number}`);
	await expect(words).toBeVisible();
	const send = detail.getByRole('button', { name: 'Gửi' });
	await send.scrollIntoViewIfNeeded();
	await words.hover(); // pointed at, it stays
	const [toast, button] = [await words.locator('..').boundingBox(), await send.boundingBox()];
	expect(toast!.y + toast!.height <= button!.y || toast!.y >= button!.y + button!.height).toBe(
		true
	);
	const take = { request: number, group: 'group-1', reason: 'Tổ 1 ở gần' };
	await give(product, 'coordinator', 'request.take_over', take);
	await expect(detail).toContainText('Tổ công tác số 1');
	await expect(words).toBeHidden({ timeout: 2_000 });
});

test('a request is given to a group that is chosen, before the reason; a repeat elsewhere is an incident', async ({
	withSession,
	product
}) => {
	const number = await raise(product, '19360', 'Máy quét hỏng');
	const elsewhere = await raise(product, '19363', 'Máy quét hỏng');
	await give(product, 'group-6', 'request.claim', { request: number });
	const page = await withSession('coordinator', DESKTOP);
	await openRequests(page, product, `/${number}`);
	const detail = page.getByRole('article');
	await detail.getByRole('button', { name: 'Giao việc' }).click();
	const dialog = page.getByRole('dialog');
	const group = dialog.locator('select').first();
	await expect(group).toBeFocused();
	await expect(group).toHaveValue('');
	await dialog.getByRole('textbox').fill('Tổ 7 ở gần');
	await dialog.getByRole('button', { name: 'Giao việc' }).click();
	await expect(dialog.getByRole('alert')).toHaveText('Hãy chọn tổ.');
	await group.selectOption('group-7');
	await dialog.getByRole('button', { name: 'Giao việc' }).click();
	await expect(page.getByText(`Yêu cầu ${number}: Tổ công tác số 7 phụ trách đến`)).toBeVisible();

	await detail.getByRole('button', { name: 'Trùng' }).click();
	await dialog.getByRole('textbox').fill(String(elsewhere));
	await expect(dialog.getByRole('alert')).toContainText('gộp thành sự cố');
	await dialog.getByRole('button', { name: 'Gộp thành sự cố' }).click();
	await expect(dialog).toContainText('Gộp 2 yêu cầu vào một sự cố');
});

for (const [size, viewport] of [
	['phone', PHONE],
	['desktop', DESKTOP]
] as const) {
	test(`requests are accessible on a ${size}`, async ({ withSession, product }) => {
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
			const page = await withSession(username, viewport);
			await openRequests(page, product, path);
			await expectAccessible(page);
			await page.close();
		}
	});
}
