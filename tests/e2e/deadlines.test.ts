import type { BrowserContext, Page } from '@playwright/test';
import { Parties } from '../harness/parties.ts';
import { openSessions } from '../harness/sessions.ts';
import { confirmFigures, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';

const [FIFTH, SIXTH] = ['2025-03-05', '2025-03-06'];
const DAY = 86_400_000;

test.use({ apart: 'deadlines' });

/** A device whose clock is wrong, for everything a page can ask it. */
async function setBack(context: BrowserContext, milliseconds: number): Promise<void> {
	await context.addInitScript((off) => {
		const RealDate = Date;
		class WrongDate extends RealDate {
			constructor(...parts: unknown[]) {
				if (parts.length > 0) super(...(parts as []));
				else super(RealDate.now() + off);
			}
			static override now(): number {
				return RealDate.now() + off;
			}
		}
		globalThis.Date = WrongDate as DateConstructor;
	}, milliseconds);
}

async function signIn(page: Page, product: Product, username: string): Promise<void> {
	await page.goto(`${product.url}/login`);
	await page.locator('input[name=username]').fill(username);
	await page.locator('input[name=password]').fill(product.campaign.password);
	await page.locator('input[name=password]').press('Enter');
	await page.waitForURL(`**/${SLUG}/**`);
}

async function report(page: Page, cases: number): Promise<void> {
	await page.locator('#amount-birth-cases').fill(String(cases));
	await page.locator('main footer button[type=submit]').click();
	await confirmFigures(page);
	await expect(page.locator('footer').getByText('Tỉnh đã nhận')).toBeVisible();
}

for (const [zone, unit, off] of [
	['Asia/Ho_Chi_Minh', '19330', 0],
	['UTC', '19333', DAY],
	['America/Los_Angeles', '19336', -DAY],
	['Pacific/Kiritimati', '19339', DAY]
] as const) {
	const clock = off === 0 ? 'a right clock' : `a clock ${off > 0 ? 'ahead' : 'behind'} by a day`;
	test(`a phone in ${zone} with ${clock} reports for the campaign's day, over midnight`, async ({
		browser,
		product
	}) => {
		const parties = new Parties(product.server, product.database, product.campaign);
		await parties.setTime(FIFTH, '23:59:59', true);
		const context = await browser.newContext({ viewport: PHONE, timezoneId: zone });
		if (off !== 0) await setBack(context, off);
		const page = await context.newPage();
		await signIn(page, product, `commune-${unit}`);
		await expect(page.getByText('Trực tiếp')).toBeVisible();
		await expect(page.locator('main')).toContainText('5/3/2025');
		await report(page, 50);

		await parties.setTime(SIXTH, '00:00', true);
		await expect(page.getByText('Đã sang ngày 6/3.')).toBeVisible();
		await report(page, 51);
		await page.getByRole('link', { name: 'Nhập cho ngày mới' }).click();
		await expect(page.locator('main')).toContainText('6/3/2025');
		await report(page, 60);
		await page.goto(`${product.url}/${SLUG}/report`);
		await expect(page.locator('main')).toContainText('6/3/2025');
		await expect(page.locator('#amount-birth-cases')).toHaveValue('60');
		await context.close();

		const { units } = await parties.settled();
		const days = units.find(({ code }) => code === unit)?.days ?? {};
		expect(Object.entries(days).map(([date, { amounts }]) => [date, amounts])).toEqual([
			[FIFTH, { cases: 51 }],
			[SIXTH, { cases: 60 }]
		]);
	});
}

test('numbers typed when their day locks stay in sight, and somebody can be asked to open it', async ({
	signedIn,
	product
}) => {
	const parties = new Parties(product.server, product.database, product.campaign);
	await parties.setTime(FIFTH, '10:00', true);
	const page = await signedIn('commune-19342', PHONE);
	const field = page.locator('#amount-birth-cases');
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await field.fill('33');
	await parties.setTime('2025-03-09', '08:00', true);
	await expect(page.getByText('Ngày đã khóa. Số bạn đã nhập')).toContainText('giữ trên máy này');
	await expect(field).toHaveValue('33');
	await page.reload();
	await page.goto(`/${SLUG}/report?date=${FIFTH}`);
	await expect(field).toHaveValue('33');
	await page.getByRole('button', { name: 'Xin mở lại ngày này' }).click();
	await expect(page.getByText(/Đã gửi yêu cầu mở lại số \d+/)).toBeVisible();

	const unlock = { unit: '19342', date: FIFTH, reason: 'Mất mạng' };
	await parties.give('district-461', 'report.unlock', unlock);
	await expect(page.getByText('Ngày đã khóa. Số bạn đã nhập')).toHaveCount(0);
	await report(page, 34);
	expect((await parties.onBoard('19342', FIFTH))?.amounts).toEqual({ cases: 34 });
});

test('an account that was moved while its form is open is told where it belongs now', async ({
	signedIn,
	product
}) => {
	const parties = new Parties(product.server, product.database, product.campaign);
	await parties.setTime(FIFTH, '10:00', true);
	const page = await signedIn('commune-19345', PHONE);
	await page.context().route('**/socket.io/**', (route) => route.abort());
	await page.context().routeWebSocket('**/socket.io/**', (socket) => socket.close());
	await page.reload();
	await page.locator('#amount-birth-books').fill('1');
	await page.locator('#amount-birth-cases').fill('20');
	const { db } = product.database;
	const account = db.selectFrom('account').select('id').where('username', '=', 'commune-19345');
	await db
		.updateTable('role_grant')
		.set({ unit_code: '19348' })
		.where('account_id', '=', account)
		.execute();
	// Whose rights change is signed out; here they have signed in again, elsewhere in this browser.
	const [again = ''] = await openSessions(product.database, ['commune-19345']);
	await page.context().addCookies([{ name: 'session', value: again, url: product.url }]);
	await page.locator('main footer button[type=submit]').click();
	await expect(page.getByText('Tài khoản này nay thuộc')).toBeVisible({ timeout: 20_000 });
	await expect(page.getByText('Hãy sửa rồi gửi lại')).toHaveCount(0);
	await page.getByRole('link', { name: /^Mở / }).click();
	await expect(page.locator('h1')).not.toHaveText('');
	await expect(page.locator('#amount-birth-cases')).toHaveValue('');
});
