import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DESK, expect, PHONE, SLUG, test } from './fixtures.ts';

async function expectAccessible(page: Page): Promise<void> {
	// axe judges colours in mid-animation as wrong.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	const { violations } = await new AxeBuilder({ page }).analyze();
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
	expect(
		serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
	).toEqual([]);
}

/** Nothing may stick out to the right: a phone would scroll sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wide).toBeLessThanOrEqual(0);
}

for (const [size, viewport, locale] of [
	['phone', PHONE, 'vi'],
	['desk', DESK, 'en']
] as const) {
	test(`pages are accessible on a ${size} in ${locale}`, async ({ signedIn, product, browser }) => {
		const context = await browser.newContext({ viewport });
		const front = await context.newPage();
		await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
		await front.goto(`${product.url}/login`);
		await expectAccessible(front);
		await expectNoSidewaysScroll(front);
		await context.close();

		for (const [username, path] of [
			['leader', 'map'],
			['leader', 'map?unit=469'],
			['commune-19345', 'report']
		] as const) {
			const page = await signedIn(username, viewport);
			await page
				.context()
				.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
			await page.goto(`${product.url}/${SLUG}/${path}`);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await page.waitForTimeout(1200); // the map has taken the sketch's place
			await expectAccessible(page);
			await expectNoSidewaysScroll(page);
		}
	});
}
