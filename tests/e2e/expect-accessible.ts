import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** axe finds nothing serious, and nothing sticks out to the right: a phone would scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
	// axe judges colours in mid-animation as wrong.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	// What is right is not described, which would take longer than finding what is wrong.
	const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
	const { violations } = await axe.analyze();
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
	expect(
		serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
	).toEqual([]);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wide).toBeLessThanOrEqual(0);
}
