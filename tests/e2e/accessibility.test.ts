import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, PHONE, SLUG, test } from './fixtures.ts';

for (const [size, viewport, locale] of [
	['phone', PHONE, 'vi'],
	['desktop', DESKTOP, 'en']
] as const) {
	test(`pages are accessible on a ${size} in ${locale}`, async ({
		withSession,
		product,
		browser
	}) => {
		const context = await browser.newContext({ viewport });
		const front = await context.newPage();
		await context.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
		await front.goto(`${product.url}/login`);
		await expectAccessible(front);
		await context.close();

		for (const [username, path] of [
			['leader', 'map'],
			['leader', 'map?unit=469'],
			['commune-19345', 'report'],
			['group-1', 'today']
		] as const) {
			const page = await withSession(username, viewport);
			await page
				.context()
				.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
			await page.goto(`${product.url}/${SLUG}/${path}`);
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await page.waitForTimeout(1200); // the map has taken the sketch's place
			await expectAccessible(page);
		}
	});
}
