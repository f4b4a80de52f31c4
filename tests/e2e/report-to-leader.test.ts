import type { Page } from '@playwright/test';
import { PROTOCOL } from '#lib/protocol/version.ts';
import { confirmFigures, DESKTOP, expect, PHONE, SLUG, test } from './fixtures.ts';

test.use({ apart: 'report-to-leader', serviceWorkers: 'allow' });

const FIELD = '#amount-birth-cases';
const SUBMIT = 'main button[type=submit]';

/** The receipt under the form: its code is what the leader sees beside the number. */
const receipt = (page: Page) =>
	page
		.locator('footer')
		.getByText(/#[0-9A-Z]{4}/)
		.first();

async function report(page: Page, cases: string): Promise<void> {
	await page.locator(FIELD).fill(cases);
	await page.locator(SUBMIT).click();
}

test("a commune's report moves the leader's bar without a reload", async ({ signedIn }) => {
	const leader = await signedIn('leader', DESKTOP);
	const dongHa = leader.getByRole('progressbar', { name: 'Đông Hà' });
	const province = leader.locator('.strip dd b').first();
	await expect(province).toHaveText('0');
	const before = await dongHa.getAttribute('aria-valuetext');

	const focal = await signedIn('commune-19330', PHONE);
	await focal.locator(FIELD).fill('1.250');
	await focal.locator('#amount-birth-books').fill('12');
	await focal.locator(SUBMIT).click();
	const code = /#[0-9A-Z]{4}/.exec((await receipt(focal).textContent()) ?? '')?.[0];
	expect(code).toBeDefined();

	await expect(province).toHaveText('1.250');
	await expect(leader.getByText(code ?? '').first()).toBeVisible();
	await expect(dongHa).not.toHaveAttribute('aria-valuetext', before ?? '');

	// What came by the wire is what a reload shows.
	await leader.reload();
	await expect(province).toHaveText('1.250');
});

test('with the socket down the report goes over HTTP', async ({ signedIn }) => {
	const focal = await signedIn('commune-19333', PHONE);
	await focal.context().route('**/socket.io/**', (route) => route.abort());
	await focal.context().routeWebSocket('**/socket.io/**', (socket) => socket.close());
	await focal.reload();
	await report(focal, '33');
	await confirmFigures(focal);
	await expect(receipt(focal)).toBeVisible();
});

test('a page whose socket client was lost on the way fetches it again, and goes live', async ({
	signedIn
}) => {
	const leader = await signedIn('leader', DESKTOP, { serviceWorkers: 'block' });
	let lost = 0;
	await leader.context().route('**/_app/immutable/**/*.js', async (route) => {
		const response = await route.fetch();
		const isClient = (await response.text()).includes('EIO');
		if (!isClient || lost > 0) return route.fulfill({ response });
		lost++;
		await route.abort();
	});
	await leader.reload();
	await expect(leader.getByText('Trực tiếp')).toBeVisible();
	expect(lost).toBe(1);
});

test('what is wrong stands at its field, and what was typed stays', async ({ signedIn }) => {
	const focal = await signedIn('commune-19336', PHONE);
	await report(focal, '-5');
	const field = focal.locator(FIELD);
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	await expect(field).toBeFocused();
	await expect(field).toHaveValue('-5');
	await report(focal, '12,5');
	await expect(field).toHaveAttribute('aria-invalid', 'true');
	await report(focal, '12');
	await confirmFigures(focal);
	await expect(receipt(focal)).toBeVisible();
});

test("on a small phone the registers come first; a slip is one question beside its field, answered by the form's own button", async ({
	signedIn
}) => {
	const focal = await signedIn('commune-19345', { width: 360, height: 740 });
	const submit = focal.locator(SUBMIT);
	const foot = focal.locator('main footer');
	const readable = await foot.evaluate((element) => {
		const { top } = element.getBoundingClientRect();
		const rows = [...document.querySelectorAll('main [role=group]:has(input[data-amount])')];
		return rows.filter((row) => row.getBoundingClientRect().bottom <= top).length;
	});
	expect(readable).toBeGreaterThanOrEqual(5);

	// Two cells of a spreadsheet are two numbers.
	const books = focal.locator('#amount-birth-books');
	const pasted = (text: string) =>
		books.evaluate((element, text) => {
			const clipboardData = new DataTransfer();
			clipboardData.setData('text/plain', text);
			const paste = { clipboardData, bubbles: true, cancelable: true };
			element.dispatchEvent(new ClipboardEvent('paste', paste));
		}, text);
	await pasted('Khai sinh\t12');
	await expect(focal.getByText('“Khai sinh” không phải số nguyên')).toBeVisible();
	await expect(books).toHaveValue('');
	await pasted('30\t90.000,00');
	await expect(focal.getByText('Đã điền 2 ô từ bảng vừa dán.')).toBeVisible();
	await expect(books).toHaveValue('30');

	await submit.click();
	const card = focal.locator('#report-questions');
	await expect(card).toBeFocused();
	await expect(card).toBeInViewport();
	await expect(card.locator('.question')).toHaveCount(1);
	const [field, asked] = [await focal.locator(FIELD).boundingBox(), await card.boundingBox()];
	expect((asked?.y ?? 0) - (field?.y ?? 0) - (field?.height ?? 0)).toBeLessThan(60);
	await expect(submit).toHaveText('Đúng, gửi');
	// Out of sight it is shown again, not answered unseen.
	await focal.evaluate(() => scrollTo(0, document.body.scrollHeight));
	await expect(card).not.toBeInViewport();
	await submit.click();
	await expect(card).toBeInViewport();
	await expect(submit).toHaveText('Đúng, gửi');
	await confirmFigures(focal);
	await expect(receipt(focal)).toBeVisible();
});

test('without any network the figures stay, and go when it is back', async ({ signedIn }) => {
	const focal = await signedIn('commune-19339', PHONE);
	await focal.locator(FIELD).fill('77');
	await focal.context().setOffline(true);
	await focal.locator(SUBMIT).click();
	await confirmFigures(focal);
	await expect(focal.getByText('Thử lại').first()).toBeVisible({ timeout: 20_000 });
	await expect(focal.locator(FIELD)).toHaveValue('77');
	await focal.context().setOffline(false);
	await expect(receipt(focal)).toBeVisible();
});

test('a screen that was offline says so, and is right again afterwards', async ({
	signedIn,
	product
}) => {
	const leader = await signedIn('leader', DESKTOP);
	await expect(leader.getByText('Trực tiếp')).toBeVisible();
	const province = leader.locator('.strip dd b').first();
	const before = Number((await province.textContent())?.replaceAll('.', ''));
	await leader.context().setOffline(true);
	await expect(leader.getByText('Trực tiếp')).toBeHidden({ timeout: 30_000 });

	const focal = await signedIn('commune-19342', PHONE);
	await report(focal, '400');
	await confirmFigures(focal);
	await expect(receipt(focal)).toBeVisible();

	await leader.context().setOffline(false);
	await expect(leader.getByText('Trực tiếp')).toBeVisible({ timeout: 20_000 });
	await expect(province).toHaveText((before + 400).toLocaleString('vi-VN'));
	expect(leader.url()).toBe(`${product.url}/${SLUG}/map`);
});

test('what is typed and sent before the program of the page has come is kept, and sent', async ({
	signedIn
}) => {
	const focal = await signedIn('commune-19348', PHONE);
	const context = focal.context();
	const page = await context.newPage();
	let open: () => void = () => {};
	const gate = new Promise<void>((done) => (open = done));
	await context.route('**/_app/immutable/**/*.js', async (route) => {
		await gate;
		await route.continue();
	});
	await page.goto(focal.url(), { waitUntil: 'commit' });
	await page.locator(FIELD).fill('63');
	await page.locator(SUBMIT).click();
	await expect(page.locator(FIELD)).toHaveValue('63');
	open();
	await confirmFigures(page);
	await expect(receipt(page)).toBeVisible();
	await page.reload();
	await expect(page.locator(FIELD)).toHaveValue('63');
});

test('a page of an older version says so, and what it kept goes once it was loaded anew', async ({
	withSession,
	product
}) => {
	const focal = await withSession('commune-19354', PHONE);
	let older = true;
	await focal.routeWebSocket(/socket\.io/, (socket) => {
		const server = socket.connectToServer();
		socket.onMessage((message) => {
			const text = String(message);
			if (older && text.includes('"command"')) return; // no command gets through
			server.send(older ? text.replace(`"protocol":${PROTOCOL}`, '"protocol":1') : message);
		});
	});
	await focal.route('**/commands', (route) => (older ? route.abort() : route.continue()));
	await focal.goto(`${product.url}/${SLUG}/report`);
	await expect(focal.getByText('Khác phiên bản máy chủ')).toBeVisible();
	await expect(focal.getByText('Trực tiếp')).toHaveCount(0);

	await report(focal, '21');
	await confirmFigures(focal);
	await expect(focal.getByText('Thử lại').first()).toBeVisible({ timeout: 20_000 });
	older = false;
	await focal.getByRole('button', { name: 'Tải lại trang' }).click();
	await expect(receipt(focal)).toBeVisible({ timeout: 20_000 });
	await expect(focal.getByText('Khác phiên bản máy chủ')).toHaveCount(0);
	const { amount } = await product.database.db
		.selectFrom('report_line')
		.select('amount')
		.where('unit_code', '=', '19354')
		.executeTakeFirstOrThrow();
	expect(amount).toBe(21);
});
