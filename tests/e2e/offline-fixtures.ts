import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { createCampaign } from '../harness/campaign.ts';
import type { TestServer } from '../harness/database.ts';
import { startProxy, type Proxy } from '../harness/proxy.ts';
import { startServer } from '../harness/server.ts';
import { expect, PHONE, SLUG, test as base, type Product } from './fixtures.ts';

export { expect, SLUG };

/** A network that can be cut for the pages and for the worker alike. */
interface Network {
	url: string;
	cut: () => void;
	heal: () => void;
}
interface Fixtures {
	network: Network;
	/** A browser that keeps what it stored when it is closed and opened again. */
	device: { open: () => Promise<BrowserContext> };
}

/** Tests on devices of their own, with a campaign whose days all take reports. */
export const test = base.extend<Fixtures, { product: Product; line: Proxy }>({
	product: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures it needs from here
		async ({}, use) => {
			const prepared = JSON.parse(process.env['TEST_SERVER'] ?? '') as TestServer;
			const { database, campaign } = await createCampaign({ server: prepared });
			// Every day of the campaign can still be reported on its last one.
			await database.db.updateTable('campaign').set({ lock_after_days: 30 }).execute();
			const server = await startServer(database.url);
			await use({ url: server.url, campaign, database, server });
			await server.stop();
			await database.drop();
		},
		{ scope: 'worker' }
	],
	line: [
		async ({ product }, use) => {
			const proxy = await startProxy(product.server.port);
			await use(proxy);
			await proxy.close();
		},
		{ scope: 'worker' }
	],
	device: async ({ playwright, contextOptions, launchOptions }, use) => {
		const folder = await mkdtemp(join(tmpdir(), 'tien-do-device-'));
		let open: BrowserContext | null = null;
		await use({
			open: async () => {
				await open?.close();
				open = await playwright.chromium.launchPersistentContext(folder, {
					...contextOptions,
					...launchOptions,
					serviceWorkers: 'allow',
					viewport: PHONE
				});
				return open;
			}
		});
		await (open as BrowserContext | null)?.close();
		await rm(folder, { recursive: true, force: true });
	},
	network: async ({ line: proxy }, use) => {
		await use({
			url: proxy.url,
			cut: () => proxy.cut(),
			heal: () => proxy.heal()
		});
		proxy.heal();
	}
});

/** Fills in the sign-in page that is open. */
export async function signIn(page: Page, product: Product, username: string): Promise<void> {
	await page.locator('input[name=username]').fill(username);
	await page.locator('input[name=password]').fill(product.campaign.password);
	await page.locator('input[name=password]').press('Enter');
	await page.waitForURL(`**/${SLUG}/**`);
}

/** Waits for this device's copy of what an address shows. */
export async function expectKept(page: Page, path: string): Promise<void> {
	const kept = () =>
		page.evaluate(
			async (path) => (await caches.match(path, { ignoreSearch: true })) !== undefined,
			path
		);
	await expect.poll(kept).toBe(true);
}

/** Signed in, with the worker in charge and copies of the pages at hand. */
export async function settle(
	page: Page,
	product: Product,
	url: string,
	username: string
): Promise<void> {
	await page.goto(`${url}/login`);
	await signIn(page, product, username);
	await page.goto(`${url}/${SLUG}/report`);
	const paths = [`/${SLUG}/report`, `/${SLUG}/map`];
	const kept = () =>
		page.evaluate(async (asked) => {
			const copies = await Promise.all(asked.map((path) => caches.match(path)));
			return navigator.serviceWorker.controller !== null && !copies.includes(undefined);
		}, paths);
	await expect.poll(kept, { timeout: 30_000 }).toBe(true); // the whole product is fetched first
	const live = page.getByText('Trực tiếp');
	await expect(live.or(page.locator('select[name=unit]')).first()).toBeVisible();
}
