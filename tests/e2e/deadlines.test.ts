import type { BrowserContext, Page } from '@playwright/test';
import { Parties } from '../harness/parties.ts';
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
