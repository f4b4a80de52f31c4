import { DESKTOP, expect, PHONE, SLUG, test } from './fixtures.ts';

test.use({ apart: 'leader-page' });

test('districts open to their communes by keyboard, and Escape goes back', async ({ signedIn }) => {
	const leader = await signedIn('leader', DESKTOP);
	const district = leader.getByRole('button', { name: /^Triệu Phong,/ });
	await district.focus();
	await leader.keyboard.press('Enter');
	await expect(leader).toHaveURL(/unit=469/);
	await expect(leader.getByRole('button', { name: /^Triệu Thành,/ }).first()).toBeVisible();
	await expect(leader.locator('#unit-title')).toHaveText(/Huyện Triệu Phong/);
	await leader.keyboard.press('Escape');
	await expect(leader).not.toHaveURL(/unit=/);
});

test('everybody starts where their work is', async ({ signedIn, product }) => {
	for (const [who, path, first] of [
		['district-461', 'map?unit=461', 'Bản đồ'],
		['coordinator', 'map', 'Bản đồ'],
		['group-1', 'today', 'Hôm nay']
	] as const) {
		const page = await signedIn(who, PHONE);
		await expect(page).toHaveURL(`${product.url}/${SLUG}/${path}`);
		const links = page.getByRole('navigation', { name: 'Các trang' }).getByRole('link');
		await expect(links.first()).toHaveText(first);
		await expect(links.first()).toHaveAttribute('aria-current', 'page');
		if (who !== 'group-1') continue;
		await expect(page.getByRole('heading', { name: 'Hôm nay bạn ở đâu' })).toBeVisible();
		await expect(page.getByRole('heading', { name: /gần tổ/ })).toBeVisible();
	}
});

test('the keyboard goes from a row to what it opened, and back to the list', async ({
	signedIn
}) => {
	const leader = await signedIn('leader', DESKTOP);
	await expect(leader.getByText('Trực tiếp')).toBeVisible(); // before that no key is heard
	await leader.locator('.side li button').first().press('Enter');
	await expect(leader.locator('#unit-title')).toBeFocused();
	await leader.getByRole('button', { name: 'Đóng' }).press('Enter');
	await expect(leader.locator('#ranking-title')).toBeFocused();
});

test('a unit in the address is open from the first paint, and Back closes what was opened', async ({
	withSession,
	product
}) => {
	const leader = await withSession('leader', DESKTOP);
	await leader.goto(`${product.url}/${SLUG}/map?unit=465`);
	await expect(leader.locator('#unit-title')).toHaveText(/Huyện Hướng Hóa/);
	await leader.goto(`${product.url}/${SLUG}/map`);
	await leader.getByRole('button', { name: /^Vĩnh Linh,/ }).press('Enter');
	await expect(leader.locator('#unit-title')).toHaveText(/Huyện Vĩnh Linh/);
	await leader.goBack();
	await expect(leader.locator('#unit-title')).toHaveCount(0);
	await expect(leader).not.toHaveURL(/unit=/);
});

test('figures are there before any script runs', async ({ browser, product }) => {
	const context = await browser.newContext({ javaScriptEnabled: false, baseURL: product.url });
	const page = await context.newPage();
	await page.goto('/login');
	await page.locator('input[name=username]').fill('leader');
	await page.locator('input[name=password]').fill(product.campaign.password);
	await page.locator('input[name=password]').press('Enter');
	await page.waitForURL(`**/${SLUG}/map`);
	await expect(page.getByText('203.584').first()).toBeVisible();
	await expect(page.getByText('44 trường hợp chưa phân bổ')).toBeVisible();
	await expect(page.locator('svg path').first()).toBeAttached();
	await context.close();
});

test('the language switches, and with it the form of numbers', async ({ signedIn }) => {
	const leader = await signedIn('leader', DESKTOP);
	await expect(leader.getByText('203.584').first()).toBeVisible();
	await leader.getByRole('button', { name: /^(EN|English)$/ }).click();
	await expect(leader.getByText('203,584').first()).toBeVisible();
	await expect(leader.locator('html')).toHaveAttribute('lang', 'en');
});

test('signing out ends the session', async ({ signedIn, product }) => {
	const leader = await signedIn('leader', DESKTOP);
	await leader.locator('header form button').last().click();
	await leader.waitForURL('**/login**');
	await leader.goto(`${product.url}/${SLUG}/map`);
	await expect(leader).toHaveURL(/\/login/);
});

test('a leader is told that the report page is for communes', async ({ withSession, product }) => {
	const leader = await withSession('leader', PHONE);
	await leader.goto(`${product.url}/${SLUG}/report`);
	await expect(leader.locator('main a[href$="/map"]').first()).toBeVisible();
	await expect(leader.locator('main input')).toHaveCount(0);
});

test('the map stays whole when the window changes its size', async ({ signedIn }) => {
	const leader = await signedIn('leader', { width: 390, height: 844 });
	await expect(leader.locator('.leaflet-container')).toBeVisible();
	for (const size of [
		{ width: 768, height: 1024 },
		{ width: 1440, height: 900 },
		{ width: 844, height: 600 }
	]) {
		await leader.setViewportSize(size);
		await leader.waitForTimeout(900);
		const sticksOut = await leader.evaluate(() => {
			const box = document.querySelector('.leaflet-container')!.getBoundingClientRect();
			const paths = [...document.querySelectorAll('.leaflet-container path')];
			return paths.filter((path) => {
				const { left, right, top, bottom, width } = path.getBoundingClientRect();
				return (
					width > 0 &&
					(left < box.left || right > box.right || top < box.top || bottom > box.bottom)
				);
			}).length;
		});
		expect(sticksOut, `at ${size.width} × ${size.height}`).toBe(0);
	}
});
