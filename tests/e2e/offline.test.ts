import type { Page } from '@playwright/test';
import { addDays } from '#lib/campaign/calendar/calendar.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import type { Product } from './fixtures.ts';
import { give, PHOTO, upload } from './give.ts';
import { expect, expectKept, settle, signIn, SLUG, test } from './offline-fixtures.ts';

const FIRST = '2025-03-01';
const DAY = 86_400_000;
const FIELD = '#amount-birth-cases';
const SUBMIT = 'main footer button[type=submit]';
/** A session that is over is known to the whole server after this, in milliseconds. */
const REVOKED_WITHIN = 1_000;
const days = Array.from({ length: 20 }, (_, i) => addDays(FIRST, i));

// Twenty reports typed one by one take their time on a busy machine, and pictures of each take more.
test.describe.configure({ timeout: 120_000 });
test.use({ trace: 'off' });

async function queue(page: Page, amount: number): Promise<void> {
	await page.locator('#amount-birth-books').fill('1'); // cases without books would be asked about
	await page.locator(FIELD).fill(String(amount));
	await page.locator(SUBMIT).click();
	await expect(page.locator('footer').getByText('Chờ gửi')).toBeVisible();
}

async function queueDay(page: Page, date: string, amount: number): Promise<void> {
	await page.locator(`main nav a[href*="date=${date}"]`).click();
	await expect(page.locator(`main nav a[href*="date=${date}"][aria-current]`)).toBeVisible();
	await queue(page, amount);
}

/** What the database has of somebody's reports: commune, day, cases and how many revisions. */
async function stored(product: Product, username: string) {
	const { db } = product.database;
	const rows = await db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select(['r.unit_code', 'r.date', 'r.lines'])
		.where('a.username', '=', username)
		.orderBy('r.unit_code')
		.orderBy('r.date')
		.execute();
	return rows.map(({ unit_code, date, lines }) => ({
		unit: unit_code,
		date,
		amounts: (lines as { amount: number }[]).map(({ amount }) => amount)
	}));
}

async function setDay(product: Product, date: string): Promise<void> {
	await setClock(product.database.db, product.campaign.id, {
		set_at: new Date().toISOString(),
		shows: `${date}T02:00:00.000Z`,
		seconds_per_day: 86_400
	});
}

test('a day without a network: what was queued on a killed device arrives once, on its day', async ({
	product,
	network,
	device
}) => {
	const user = 'commune-19330';
	await setDay(product, days[18]!);
	let context = await device.open();
	let page = context.pages()[0]!;
	await settle(page, product, network.url, user);

	network.cut();
	await context.setOffline(true);
	for (const [i, date] of days.slice(0, 19).entries()) await queueDay(page, date, 100 + i);

	// The device is switched off for the night; its clock and the province's go on.
	context = await device.open();
	await setDay(product, days[19]!);
	await context.setOffline(true);
	await context.clock.install({ time: Date.now() + DAY });
	page = context.pages()[0]!;
	await page.goto(`${network.url}/${SLUG}/report`);
	await expect(page.locator('main nav a[aria-current]')).toContainText('20/3');
	await expect(page.locator('#outbox-title')).toBeVisible();
	await expect(page.getByText('19 chờ gửi')).toBeVisible();
	await queue(page, 119);
	await page.close();
	page = await context.newPage();
	await page.goto(`${network.url}/${SLUG}/report?date=${days[3]}`);
	await expect(page.locator(FIELD)).toHaveValue('103');

	network.heal();
	await context.setOffline(false);
	await expect(page.getByText(/tỉnh đã nhận/).first()).toBeVisible({ timeout: 20_000 });
	await expect.poll(() => stored(product, user).then((all) => all.length)).toBe(20);
	await expect(page.getByText('chờ gửi')).toHaveCount(0);
	expect(await stored(product, user)).toEqual(
		days.map((date, i) => ({ unit: '19330', date, amounts: [1, 100 + i] }))
	);
	await expect(page.getByText(/Đồng hồ máy này nhanh/)).toBeVisible();
});

test('an expired session: what was queued waits, says so, and goes after signing in', async ({
	product,
	network,
	device
}) => {
	const { db } = product.database;
	await setDay(product, days[19]!);
	const context = await device.open();
	const page = context.pages()[0]!;
	await settle(page, product, network.url, 'coordinator');
	const all = await db
		.selectFrom('unit')
		.select('code')
		.where('level', '=', 'commune')
		.orderBy('code', 'desc')
		.limit(20)
		.execute();
	const communes = all.map(({ code }) => code).toSorted();
	network.cut();
	await context.setOffline(true);
	for (const [i, code] of communes.entries()) {
		await page.locator('select[name=unit]').selectOption(code);
		await page.getByRole('button', { name: 'Mở báo cáo' }).click();
		await queue(page, 30 + i);
		if (i < 19) await page.getByRole('link', { name: 'Chọn xã khác' }).click();
	}

	const longAgo = new Date(Date.now() - 13 * 3_600_000);
	await db.updateTable('session').set({ last_seen_at: longAgo }).execute();
	await page.waitForTimeout(REVOKED_WITHIN);
	network.heal();
	await context.setOffline(false);
	await expect(page.getByText(/Đăng nhập lại là gửi ngay/).first()).toBeVisible({
		timeout: 20_000
	});
	expect(await stored(product, 'coordinator')).toEqual([]);

	await page.getByRole('link', { name: 'Đăng nhập để gửi' }).first().click();
	await expect(page.getByText('20 mục của coordinator chờ gửi trên máy này.')).toBeVisible();
	await signIn(page, product, 'coordinator');
	await expect.poll(() => stored(product, 'coordinator').then((sent) => sent.length)).toBe(20);
	await expect(page.getByText('chờ gửi')).toHaveCount(0);
	const date = days[19]!;
	expect(await stored(product, 'coordinator')).toEqual(
		communes.map((unit, i) => ({ unit, date, amounts: [1, 30 + i] }))
	);
});

test('two tabs send what they queued once, and neither clears what is typed in the other', async ({
	product,
	network,
	device
}) => {
	const user = 'commune-19333';
	await setDay(product, days[19]!);
	const context = await device.open();
	const one = context.pages()[0]!;
	await settle(one, product, network.url, user);
	const two = await context.newPage();
	await two.goto(`${network.url}/${SLUG}/report`);
	network.cut();
	await context.setOffline(true);
	await two.locator(`main nav a[href*="date=${days[19]}"]`).click();
	await two.locator('#amount-death-cases').fill('7');
	for (const [i, date] of days.slice(10, 19).entries()) await queueDay(two, date, 110 + i);
	await one.bringToFront();
	for (const [i, date] of days.slice(0, 10).entries()) await queueDay(one, date, 100 + i);
	await queueDay(one, days[19]!, 119);
	await expect(two.getByText('20 chờ gửi')).toBeVisible();

	network.heal();
	await context.setOffline(false);
	await expect.poll(() => stored(product, user).then((sent) => sent.length)).toBe(20);
	for (const page of [one, two]) await expect(page.getByText('chờ gửi')).toHaveCount(0);
	expect(await stored(product, user)).toEqual(
		days.map((date, i) => ({ unit: '19333', date, amounts: [1, 100 + i] }))
	);

	await two.locator(`main nav a[href*="date=${days[19]}"]`).click();
	await expect(two.locator('#amount-death-cases')).toHaveValue('7');
	await expect(two.locator(FIELD)).toHaveValue('119');
	await one.reload();
	await expect(one.locator('#amount-death-cases')).toHaveValue('');
});

test('without a network the start page opens, a request that was read too, and a page never visited says why not', async ({
	product,
	network,
	device
}) => {
	await setDay(product, days[9]!);
	const context = await device.open();
	await context.clock.install({ time: Date.now() + 3 * DAY });
	const page = context.pages()[0]!;
	const body = 'Kẹt giấy từ sáng, đã tắt mở hai lần.';
	const photo = await upload(
		product,
		'commune-19336',
		{ name: 'may-in.png', type: 'image/png' },
		PHOTO
	);
	const { request: number } = await give(product, 'commune-19336', 'request.raise', {
		...{ unit: '19336', kind: 'equipment', severity: 'slowing', title: 'Máy in hỏng', body },
		files: [photo]
	});
	await settle(page, product, network.url, 'commune-19336');
	await page.getByRole('link', { name: 'Hỗ trợ', exact: true }).click();
	await page.getByRole('link', { name: 'Máy in hỏng' }).click();
	const request = page.getByRole('article');
	await expect(request).toContainText(body);
	const picture = request.locator('.picture img');
	const drawn = () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth);
	await expect.poll(drawn).toBe(1);
	await expectKept(page, `/api/v1/campaigns/${SLUG}/files/${photo}`);
	const read = page.url();
	expect(read).toContain(`/requests/${number}`);
	await expectKept(page, `/${SLUG}/requests`);
	await expectKept(page, `/api/v1/campaigns/${SLUG}/requests/${number}`);
	network.cut();
	await context.setOffline(true);
	await page.reload();
	await expect(request).toContainText(body);
	await expect.poll(drawn).toBe(1);
	await expect(page.getByText(/Mất mạng/).first()).toBeVisible();
	await expect(page.getByText(/số liệu tính đến/)).toBeVisible();
	await request.getByRole('textbox').fill('Đã mượn được máy khác.');
	await request.getByRole('button', { name: 'Gửi' }).click();
	await expect(request).toContainText('Chờ gửi');
	await page.goto(network.url);
	await expect(page.locator(FIELD)).toBeVisible();
	// The device's clock is three days fast, and that is known.
	await expect(page.locator('main nav a[aria-current]')).toContainText('10/3');
	await queue(page, 5);
	await page.getByRole('link', { name: 'Bản đồ' }).click();
	await expect(page.getByText('203.584').first()).toBeVisible();
	await page.goto(`${network.url}/${SLUG}/nowhere`);
	await expect(page.getByRole('heading', { name: /Chưa mở được trang này/ })).toBeVisible();
	await expect(page.getByText('2 mục của commune-19336 chờ gửi')).toBeVisible();

	await page.goto(`${network.url}/${SLUG}/report`);
	await page.locator('header form button').click();
	await expect(page.getByRole('dialog')).toContainText('Còn 2 mục chưa gửi');
	await page.getByRole('button', { name: 'Ở lại' }).click();
	network.heal();
	await context.setOffline(false);
	await expect(page.getByText('chờ gửi')).toHaveCount(0, { timeout: 20_000 });
	await page.locator('header form button').click();
	await page.waitForURL('**/login');
	network.cut();
	await context.setOffline(true);
	for (const forgotten of [`${network.url}/${SLUG}/report`, read]) {
		await page.goto(forgotten);
		await expect(page.getByRole('heading', { name: /Chưa mở được trang này/ })).toBeVisible();
	}
	for (const name of ['tien-do-requests', 'tien-do-pictures']) {
		expect(await page.evaluate((name) => caches.has(name), name)).toBe(false);
	}
});

test('a claim made after a start without a network is carried out once there is one', async ({
	product,
	network,
	device
}) => {
	await setDay(product, days[9]!);
	const { request: number } = await give(product, 'commune-19339', 'request.raise', {
		...{ unit: '19339', kind: 'software', severity: 'slowing', title: 'Máy tính chậm' }
	});
	const address = `${network.url}/${SLUG}/requests/${number}`;
	let context = await device.open();
	let page = context.pages()[0]!;
	await page.goto(`${network.url}/login`);
	await signIn(page, product, 'group-6');
	await page.goto(address);
	await expect(page.getByRole('article')).toContainText('gửi yêu cầu');
	const controlled = () => page.evaluate(() => navigator.serviceWorker.controller !== null);
	await expect.poll(controlled, { timeout: 30_000 }).toBe(true); // the whole product is fetched first
	await expectKept(page, `/${SLUG}/requests`);
	await expectKept(page, `/api/v1/campaigns/${SLUG}/requests/${number}`);

	network.cut();
	context = await device.open();
	await context.setOffline(true);
	page = context.pages()[0]!;
	await page.goto(address);
	const request = page.getByRole('article');
	await request.getByRole('button', { name: 'Nhận' }).click();
	await expect(request).toContainText('chờ gửi lệnh nhận');
	await page.reload();
	await expect(request).toContainText('chờ gửi lệnh nhận');

	network.heal();
	await context.setOffline(false);
	await expect(request).toContainText('Đã nhận', { timeout: 30_000 });
	const holders = product.database.db.selectFrom('support_request').select('group_code');
	expect(await holders.where('number', '=', number).execute()).toEqual([{ group_code: 'group-6' }]);
});

test("nobody sends another person's reports, or sees more of them than that they wait", async ({
	product,
	network,
	device
}) => {
	const [mine, theirs] = ['commune-19339', 'commune-19342'];
	await setDay(product, days[9]!);
	const context = await device.open();
	const page = context.pages()[0]!;
	await settle(page, product, network.url, mine);
	network.cut();
	await context.setOffline(true);
	await queue(page, 77);
	const longAgo = new Date(Date.now() - 13 * 3_600_000);
	await product.database.db.updateTable('session').set({ last_seen_at: longAgo }).execute();
	await page.waitForTimeout(REVOKED_WITHIN);
	network.heal();

	const other = await context.newPage();
	await context.setOffline(false);
	await other.goto(`${network.url}/login`);
	await signIn(other, product, theirs);
	await expect(other.getByText(`1 mục của ${mine} chờ gửi`)).toBeVisible();
	await page.bringToFront();
	await expect(page.getByText(/đang đăng nhập bằng tài khoản khác/).first()).toBeVisible({
		timeout: 20_000
	});
	expect(await stored(product, mine)).toEqual([]);
	expect(await stored(product, theirs)).toEqual([]);

	await other.locator('header form button').click();
	await other.waitForURL('**/login');
	await signIn(other, product, mine);
	await expect.poll(() => stored(product, mine).then((sent) => sent.length)).toBe(1);
});
