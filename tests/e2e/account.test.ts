import type { Page } from '@playwright/test';
import { createAccounts } from '#lib/server/auth/accounts.ts';
import { createSession } from '#lib/server/auth/sessions.ts';
import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

const MAP = `/${SLUG}/map`;

/** An account that is somebody's own: those of the demo are shared. */
async function giveAccount({ database, campaign }: Product, username: string): Promise<number> {
	const { db } = database;
	const names = { name_vi: 'Nguyễn Văn An', name_en: 'Nguyen Van An' };
	const grant = { campaign_id: campaign.id, role: 'leader' as const };
	const { password } = campaign;
	await createAccounts(db, [{ username, password, ...names, grant }]);
	const { id } = await db
		.selectFrom('account')
		.select('id')
		.where('username', '=', username)
		.executeTakeFirstOrThrow();
	return id;
}
const endSessions = ({ database: { db } }: Product, username: string) =>
	db
		.deleteFrom('session')
		.where(
			'account_id',
			'in',
			db.selectFrom('account').select('id').where('username', '=', username)
		)
		.execute();
const expire = ({ database: { db } }: Product, username: string) =>
	db
		.updateTable('session')
		.set({ last_seen_at: new Date(Date.now() - 13 * 3_600_000) })
		.where(
			'account_id',
			'in',
			db.selectFrom('account').select('id').where('username', '=', username)
		)
		.execute();
async function enter(page: Page, username: string, password: string): Promise<void> {
	await page.locator('input[name=username]').fill(username);
	await page.locator('input[name=password]').fill(password);
	await page.locator('input[name=password]').press('Enter');
}

test('one sees where one is signed in, ends another place, and changes the password', async ({
	signedIn,
	product
}) => {
	const { db } = product.database;
	const id = await giveAccount(product, 'nguyen-van-an');
	const page = await signedIn('nguyen-van-an', PHONE);
	const from = (agent: string, network: string) => ({ agent: `Mozilla/5.0 ${agent}`, network });
	await createSession(db, id, new Date(), from('(Windows NT 10.0) Firefox/145.0', '203.0.113.7'));
	await createSession(
		db,
		id,
		new Date(),
		from('(iPhone) Version/18.5 Safari/604.1', '2001:db8:1:2')
	);
	await page.getByRole('link', { name: 'Nguyễn Văn An' }).click();
	await expect(page.getByRole('heading', { name: 'Tài khoản của bạn' })).toBeVisible();
	await expectAccessible(page);
	const sessions = page.getByRole('listitem');
	await expect(sessions).toHaveCount(3);
	await expect(sessions.first()).toContainText('nơi này');
	await expect(page.getByText('Mạng 2001:db8:1:2::/64')).toBeVisible();
	await page.getByRole('button', { name: 'Kết thúc phiên Firefox trên Windows' }).click();
	await expect(sessions).toHaveCount(2);
	await expect(page.getByText('Đã kết thúc 1 phiên.')).toBeVisible();

	const fill = async (current: string, next: string, again = next) => {
		await page.getByLabel('Mật khẩu đang dùng').fill(current);
		await page.getByLabel('Mật khẩu mới', { exact: true }).fill(next);
		await page.getByLabel('Nhập lại mật khẩu mới').fill(again);
		await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
	};
	const next = 'con đường nhỏ ven sông';
	await fill('sai rồi', next);
	await expect(page.getByText('Mật khẩu đang dùng không đúng.')).toBeVisible();
	await expect(page.getByLabel('Mật khẩu đang dùng')).toBeFocused();
	await fill(product.campaign.password, 'ngắn');
	await expect(page.getByText('Mật khẩu mới ngắn quá: cần từ 10 ký tự.')).toBeVisible();
	await fill(product.campaign.password, next);
	await expect(page.getByText('Đã đổi mật khẩu. Đã kết thúc 1 phiên khác.')).toBeVisible();
	await expect(sessions).toHaveCount(1);
	await expect(page.getByLabel('Mật khẩu đang dùng')).toHaveValue('');

	await page.getByRole('button', { name: 'Đăng xuất' }).click();
	await page.waitForURL('**/login');
	await enter(page, 'nguyen-van-an', product.campaign.password);
	await expect(page.getByText('Tên đăng nhập hoặc mật khẩu không đúng.')).toBeVisible();
	await enter(page, 'nguyen-van-an', ` ${next} `);
	await page.waitForURL(`**${MAP}`);
});

test('a shared account of the demo shows nobody else, and keeps its password; in English', async ({
	signedIn,
	product
}) => {
	const page = await signedIn('leader', DESKTOP);
	await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: 'en', url: product.url }]);
	await signedIn('leader', DESKTOP);
	await page.goto(`/${SLUG}/account`);
	await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
	await expect(page.getByText('This is a shared demonstration account')).toBeVisible();
	await expectAccessible(page);
});

test('a revoked session shows nothing more, on the open page or kept for no network', async ({
	withSession,
	product
}) => {
	await giveAccount(product, 'revoked');
	const page = await withSession('revoked', DESKTOP);
	await page.goto(`${MAP}?unit=469`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	const kept = () =>
		page.evaluate(async () => {
			const names = await caches.keys();
			const found = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
			return found.flat().filter(({ url }) => /\/map|\/requests/.test(new URL(url).pathname))
				.length;
		});
	await expect.poll(kept, { timeout: 30_000 }).toBeGreaterThan(0);
	await page.evaluate(() => localStorage.setItem('report-draft of somebody', 'typed'));
	const revoked = Date.now();
	await endSessions(product, 'revoked');
	await page.waitForURL('**/login?next=*');
	expect(Date.now() - revoked).toBeLessThan(4_000);
	await expect(page.getByText('Phiên làm việc đã kết thúc.')).toBeVisible();
	await expect(page.getByText('203.584')).toHaveCount(0);
	await expect.poll(kept).toBe(0);
	const boards = await page.evaluate(
		() =>
			new Promise((resolve) => {
				const opening = indexedDB.open('tien-do');
				opening.onsuccess = () => {
					const count = opening.result.transaction('snapshot').objectStore('snapshot').count();
					count.onsuccess = () => resolve(count.result);
				};
			})
	);
	expect(boards).toBe(0);
	expect(await page.evaluate(() => localStorage.getItem('report-draft of somebody'))).toBe('typed');

	// Back exactly where one was; the form is no place to come back to.
	await enter(page, 'revoked', product.campaign.password);
	await page.waitForURL(`**${MAP}?unit=469`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await page.goBack();
	await expect(page).not.toHaveURL(/login/);
});

test('a session whose time ran out is said to, and leaves the page with what is typed', async ({
	signedIn,
	product
}) => {
	const page = await signedIn('commune-19342', PHONE);
	await page.locator('#amount-birth-cases').fill('12');
	await expire(product, 'commune-19342');
	await expect(page.getByRole('link', { name: /Đăng nhập/ }).first()).toBeVisible();
	await expect(page.locator('#amount-birth-cases')).toHaveValue('12');
	await page.goto(`/${SLUG}/report?date=2025-03-01`);
	await expect(page.getByText('Phiên làm việc đã hết hạn.')).toBeVisible();
	await expect(page.getByText('Đăng nhập để trở lại đúng trang đang xem.')).toBeVisible();
	await enter(page, 'commune-19342', product.campaign.password);
	await page.waitForURL(`**/${SLUG}/report?date=2025-03-01`);
	await expect(page.locator('#amount-birth-cases')).toHaveValue('12');
});

test('after signing out, Back shows nothing of what was seen', async ({ withSession }) => {
	const page = await withSession('leader', DESKTOP);
	await page.goto(`/${SLUG}/requests`);
	await page.getByRole('button', { name: 'Đăng xuất' }).click();
	await page.waitForURL('**/login');
	await page.goBack();
	await expect(page).toHaveURL(/\/login/);
	await expect(page.locator('input[name=password]')).toBeVisible();
});

test('a page that the browser had put aside asks whose it is before it shows anything', async ({
	signedIn,
	product
}) => {
	await giveAccount(product, 'put-aside');
	const page = await signedIn('put-aside', DESKTOP);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	const shown = () => page.evaluate(() => document.documentElement.style.visibility !== 'hidden');
	const restore = () =>
		page.evaluate(() => {
			dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
			return document.documentElement.style.visibility;
		});
	expect(await restore()).toBe('hidden');
	await expect.poll(shown).toBe(true);
	await expect(page).toHaveURL(/map/);
	// Signed out in another tab: known without asking anybody.
	await page.context().setOffline(true);
	await page.evaluate(() => localStorage.removeItem('tien-do account'));
	await restore();
	await expect(page.getByText('203.584')).toHaveCount(0);
});

test('a page that is missing keeps menu and language, inside and outside a campaign', async ({
	signedIn,
	product,
	browser
}) => {
	const page = await signedIn('coordinator', DESKTOP);
	for (const path of [`/${SLUG}/nowhere`, '/nowhere', '/no/such/page', `/${SLUG}/requests/abc`]) {
		await page.goto(path);
		await expect(page.getByRole('heading', { name: 'Không tìm thấy trang' })).toBeVisible();
		await expect(page.locator('header').getByRole('link', { name: 'Bản đồ' })).toBeVisible();
		await expect(page.locator('header').getByRole('button', { name: 'Đăng xuất' })).toBeVisible();
		await expect(page.getByText('Page not found')).toHaveCount(0);
	}
	await expectAccessible(page);
	await page.getByRole('button', { name: 'English' }).click();
	await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
	await expect(page.locator('header').getByRole('link', { name: 'Map' })).toBeVisible();
	await page.goto('/nowhere');
	await page.locator('header').getByRole('button', { name: 'Sign out' }).click();
	await page.waitForURL('**/login');

	const context = await browser.newContext({ baseURL: product.url, viewport: PHONE });
	const stranger = await context.newPage();
	await stranger.goto('/no/such/page');
	await expect(stranger.getByRole('heading', { name: 'Không tìm thấy trang' })).toBeVisible();
	await expect(stranger.getByRole('button', { name: 'English' })).toBeVisible();
	await expectAccessible(stranger);
	await context.close();
});
