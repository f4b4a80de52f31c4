import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { axeSource } from './axe-source.ts';
import { expect } from './fixtures.ts';

const source = axeSource();

/** axe finds nothing serious, and nothing sticks out to the right: a phone would scroll sideways. */
export async function expectAccessible(page: Page): Promise<void> {
	// axe judges colours in mid-animation as wrong.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	// What is right is not described, which would take longer than finding what is wrong.
	const axe = new AxeBuilder({ page, axeSource: source }).options({ resultTypes: ['violations'] });
	// In the page itself, as it has no frames: the other way opens a second page for each look.
	const { violations } = await axe.setLegacyMode(true).analyze();
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
	expect(
		serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
	).toEqual([]);
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	expect(wide).toBeLessThanOrEqual(0);
}
