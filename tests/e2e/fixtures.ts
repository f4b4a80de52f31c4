import { test as base, expect, type BrowserContextOptions, type Page } from '@playwright/test';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { type TestDatabase, type TestServer } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';
import { openSessions } from '../harness/sessions.ts';

export { expect, SLUG };

export interface Product {
	url: string;
	campaign: TestCampaign;
	database: TestDatabase;
	server: TestProcess;
}

export const PHONE = { width: 360, height: 800 };
export const DESKTOP = { width: 1440, height: 900 };

/** Says yes to whatever the report form asks about before it sends. Call it right after pressing send. */
export async function confirmFigures(page: Page): Promise<void> {
	const questions = page.locator('#report-questions');
	const settled = page.locator('footer').getByText(/^(Tỉnh đã nhận|Chờ gửi|Đang gửi…)$/);
	await expect(questions.or(settled).first()).toBeVisible();
	// One question at a time, each with another text: the form's own button says yes.
	while (await questions.isVisible()) {
		const asked = (await questions.locator('.question p').textContent()) ?? '';
		await expect(async () => {
			await page.locator('main footer button[type=submit]').click();
			await expect(questions.getByText(asked)).toHaveCount(0, { timeout: 500 });
		}).toPass();
	}
}

interface Fixtures {
	/** A browser of its own, signed in without the sign-in page, on the page its role starts with. */
	signedIn: Open;
	/** The same before any page was opened: for what opens another page than the role's first one. */
	withSession: Open;
}
type Open = (
	username: string,
	viewport: { width: number; height: number },
	options?: BrowserContextOptions
) => Promise<Page>;

/**
 * Tests against the production entry. A server and a database live as long as a worker; a file that says
 * `test.use({ apart: '…' })` gets its own.
 */
export const test = base.extend<Fixtures, { product: Product; apart: string }>({
	apart: ['', { scope: 'worker', option: true }],
	product: [
		async ({ apart: _apart }, use) => {
			const prepared = JSON.parse(process.env['TEST_SERVER'] ?? '') as TestServer;
			const { database, campaign } = await createCampaign({ server: prepared });
			const server = await startServer(database.url);
			await use({ url: server.url, campaign, database, server });
			await server.stop();
			await database.drop();
		},
		{ scope: 'worker' }
	],
	withSession: async ({ browser, product, serviceWorkers }, use) => {
		const contexts: { close: () => Promise<void> }[] = [];
		await use(async (username, viewport, options = {}) => {
			const context = await browser.newContext({
				serviceWorkers,
				...options,
				viewport,
				baseURL: product.url
			});
			contexts.push(context);
			const page = await context.newPage();
			page.on('pageerror', (error) => {
				throw error;
			});
			const [token = ''] = await openSessions(product.database, [username]);
			await context.addCookies([{ name: 'session', value: token, url: product.url }]);
			return page;
		});
		for (const context of contexts) await context.close();
	},
	signedIn: async ({ withSession }, use) => {
		await use(async (...who) => {
			const page = await withSession(...who);
			await page.goto('/');
			await page.waitForURL(`**/${SLUG}/**`);
			await page.waitForFunction(() => !window.earlySubmit);
			return page;
		});
	}
});
