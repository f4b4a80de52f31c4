import AxeBuilder from '@axe-core/playwright';
import { Parties } from '../harness/parties.ts';
import { DESKTOP, expect, PHONE, SLUG, test } from './fixtures.ts';

const COMMUNE = '19330';

test.use({ apart: 'notices', serviceWorkers: 'allow' });

test('the bell counts up while the page is open; the inbox says what, why and by whom', async ({
	signedIn,
	product
}) => {
	const parties = new Parties(product.server, product.database, product.campaign);
	await parties.setTime('2025-03-03', '09:00');
	const raised = await parties.give(`commune-${COMMUNE}`, 'request.raise', {
		...{ unit: COMMUNE, kind: 'equipment', severity: 'blocking', title: 'Máy quét hỏng' }
	});
	const request = Number(raised.result?.['request']);

	const page = await signedIn(`commune-${COMMUNE}`, PHONE);
	const bell = page.getByRole('link', { name: /^Thông báo/ });
	await expect(bell).toHaveAccessibleName('Thông báo');
	await parties.give('group-1', 'request.claim', { request });
	await expect(bell).toHaveAccessibleName('Thông báo: 1 tin chưa đọc');

	await bell.click();
	const list = page.locator('main ul').first();
	await expect(list).toContainText(`Tổ trưởng tổ 1 đã nhận yêu cầu #${request}`);
	await expect(list).toContainText('vì là việc của xã bạn');
	await expect(list).toContainText('Máy quét hỏng');
	// The next one comes by itself.
	await parties.give('group-1', 'request.comment', { request, text: 'Chiều nay tổ đến.' });
	await expect(list).toContainText('viết trong yêu cầu');
	// One thread per request: what came before is folded inside it.
	await expect(bell).toHaveAccessibleName('Thông báo: 1 tin chưa đọc');
	await expect(list.getByRole('link')).toHaveCount(1);
	await list.getByText('1 tin trước').click();
	await expect(list.getByText('đã nhận yêu cầu')).toBeVisible();
	for (const scheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme: scheme });
		const { violations } = await new AxeBuilder({ page }).analyze();
		expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
	}

	await page.getByRole('button', { name: 'Tắt báo loại này: Trao đổi trong yêu cầu' }).click();
	await expect(list).toContainText('Không báo ra ngoài');
	// Opened from the list of requests it is read, and so is what comes while it is on screen.
	await page.goto(`/${SLUG}/requests`);
	await expect(bell).toHaveAccessibleName('Thông báo: 1 tin chưa đọc');
	await page.locator(`[data-number="${request}"] a`).first().click();
	await expect(bell).toHaveAccessibleName('Thông báo');
	const marked = page.waitForResponse((response) => response.url().endsWith('/notices/read'));
	await parties.give('group-1', 'request.comment', { request, text: 'Tổ đang trên đường.' });
	await expect(page.getByText('Tổ đang trên đường.')).toBeVisible();
	expect((await marked).ok()).toBe(true);
	await expect(bell).toHaveAccessibleName('Thông báo');
	await page.goto(`/${SLUG}/inbox`);
	const unlock = { unit: COMMUNE, date: '2025-03-03' };
	await parties.give('coordinator', 'report.remind', { units: [unlock.unit], date: unlock.date });
	await expect(bell).toHaveAccessibleName('Thông báo: 1 tin chưa đọc');
	await page.getByRole('button', { name: 'Đánh dấu đã đọc hết' }).click();
	await expect(page.getByText('Đã đọc hết', { exact: true })).toBeVisible();
	await expect(bell).toHaveAccessibleName('Thông báo');
	await page.reload();
	await expect(list).toContainText('Không báo ra ngoài');
	await expect(page.getByText('Đã đọc hết', { exact: true })).toBeVisible();
});

test('who has been told nothing sees so', async ({ withSession }) => {
	const page = await withSession('administrator', DESKTOP);
	await page.goto(`/${SLUG}/inbox`);
	await expect(page.getByText('Chưa có tin nào.')).toBeVisible();
});

test('a push message is shown by the service worker, and a tap opens what it is about', async ({
	signedIn
}) => {
	const page = await signedIn(`commune-${COMMUNE}`, DESKTOP);
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	const [worker] = page.context().serviceWorkers();
	if (!worker) throw new Error('no service worker');
	const message = {
		...{ title: 'Tổ 1 đã nhận yêu cầu #1', body: 'vì là việc của xã bạn' },
		...{ url: `/${SLUG}/inbox`, tag: 'notice-1', unread: 2 }
	};
	// A browser without windows has nowhere to show it: what it is asked to show is what counts.
	const shown = await worker.evaluate(async (data) => {
		const scope = self as unknown as { registration: ServiceWorkerRegistration };
		let badge = 0;
		const setAppBadge = (count: number) => Promise.resolve(void (badge = count));
		Object.assign(navigator, { setAppBadge });
		return new Promise((resolve) => {
			scope.registration.showNotification = (title, options) => {
				resolve({ title, ...options, badge });
				return Promise.resolve();
			};
			const Push = Reflect.get(self, 'PushEvent') as new (type: string, init: object) => Event;
			self.dispatchEvent(new Push('push', { data }));
		});
	}, JSON.stringify(message));
	const { title, body, url, tag, unread: badge } = message;
	expect(shown).toMatchObject({ title, body, tag, badge, data: { url } });

	await worker.evaluate(
		(data) => {
			const prototype = Reflect.get(self, 'WindowClient') as { prototype: object };
			Object.assign(prototype.prototype, { focus: () => Promise.resolve() }); // only a real tap may
			const Click = Reflect.get(self, 'ExtendableEvent') as new (type: string) => Event;
			const notification = { data, close: () => {} };
			self.dispatchEvent(Object.assign(new Click('notificationclick'), { notification }));
		},
		(shown as { data: object }).data
	);
	await page.waitForURL(`**${url}`);
});
