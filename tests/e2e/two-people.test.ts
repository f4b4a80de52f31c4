import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { signIn } from '../harness/client.ts';
import { Parties } from '../harness/parties.ts';
import { expectAccessible } from './expect-accessible.ts';
import { confirmFigures, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';

test.use({ apart: 'two-people', serviceWorkers: 'allow' });

const DATE = '2025-03-01';

/** Somebody else at the API, on the same commune's day. */
async function give(product: Product, username: string, type: string, input: object) {
	const token = await signIn(product.url, username, product.campaign.password);
	const response = await fetch(`${product.url}/api/v1/campaigns/${SLUG}/commands`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ id: randomUUID(), type, input })
	});
	const answer = (await response.json()) as { ok: boolean };
	expect(answer).toMatchObject({ ok: true });
	return answer;
}
const report = (unit: string, category: string, amount: number, base_revision: number) => ({
	...{ unit, date: DATE, base_revision },
	lines: [{ category, measure: 'cases', amount }]
});

const submit = (page: Page) => page.locator('main footer button[type=submit]');
const birth = '#amount-birth-cases';
const death = '#amount-death-cases';
async function send(page: Page): Promise<void> {
	await submit(page).click();
	await confirmFigures(page);
	await expect(page.locator('footer').getByText('Tỉnh đã nhận')).toBeVisible();
}

test('two people at different fields: both numbers stand, and it is said', async ({
	signedIn,
	product
}) => {
	const unit = '19330';
	const page = await signedIn(`commune-${unit}`, PHONE);
	await page.locator(birth).fill('52');
	await send(page);
	await page.locator(birth).fill('53');
	await give(product, 'district-461', 'report.submit', report(unit, 'death', 7, 1));
	await expect(page.locator(death)).toHaveValue('7');
	await expect(page.getByText('Máy khác vừa sửa ngày này')).toBeVisible();
	await expect(page.getByText('Khai tử · trường hợp – → 7')).toBeVisible();
	await expect(page.locator(birth)).toHaveValue('53');
	await send(page);
	await page.reload();
	await expect(page.locator(birth)).toHaveValue('53');
	await expect(page.locator(death)).toHaveValue('7');
	await expect(page.locator('#report-disputes')).toHaveCount(0);
});

test('somebody changes the field that is being typed: both numbers, before anything is sent', async ({
	signedIn,
	product
}) => {
	const unit = '19333';
	const page = await signedIn(`commune-${unit}`, PHONE);
	await page.locator(birth).fill('50');
	await send(page);
	await page.locator(birth).fill('52');
	await give(product, 'district-461', 'report.submit', report(unit, 'birth', 48, 1));
	const card = page.locator('#report-clashes');
	await expect(card.getByRole('button', { name: '52' })).toBeVisible();
	await expect(card.getByRole('button', { name: '48' })).toBeVisible();
	await expectAccessible(page);
	await submit(page).click();
	await expect(card).toBeFocused();
	await card.getByRole('button', { name: '52' }).click();
	await expect(card).toHaveCount(0);
	await send(page);
	await page.reload();
	await expect(page.locator(birth)).toHaveValue('52');
	await expect(page.locator('#report-disputes')).toHaveCount(0);
});

test('the same field sent unseen by two: both numbers to choose from, and the choice settles it', async ({
	signedIn,
	product
}) => {
	const unit = '19336';
	const page = await signedIn(`commune-${unit}`, PHONE);
	await page.locator(birth).fill('52');
	await page.locator(death).fill('5');
	await send(page);
	const unseen = report(unit, 'birth', 48, 0);
	const more = { category: 'death', measure: 'cases', amount: 6 };
	const input = { ...unseen, lines: [...unseen.lines, more] };
	await give(product, 'district-461', 'report.submit', input);

	const card = page.locator('#report-disputes');
	const first = card.getByRole('group', { name: 'Khai sinh' });
	await expect(first.getByRole('button', { name: '52' })).toContainText('bạn nhập lúc');
	await expect(first.getByRole('button', { name: '48' })).toContainText('nhập lúc');
	await expect(page.locator('#amount-birth-cases-problem')).toContainText('hai số khác nhau');
	await expectAccessible(page);

	// The number that stands is a choice like the other; the second field gets a third number.
	await first.getByRole('button', { name: '48' }).click();
	await card.getByRole('group', { name: 'Khai tử' }).getByText('Số khác').click();
	await expect(page.locator(death)).toBeFocused();
	await page.locator(death).fill('4');
	await card.getByText('Gửi số đã chọn').click();
	await page.locator('#report-questions').getByText('Đúng, gửi').click();
	await expect(card).toHaveCount(0);
	await page.reload();
	await expect(page.locator(birth)).toHaveValue('48');
	await expect(page.locator(death)).toHaveValue('4');
	await expect(card).toHaveCount(0);
});

test('a returned day says why on the phone, and the reviewer knows when it was read', async ({
	signedIn,
	product
}) => {
	const unit = '19339';
	const page = await signedIn(`commune-${unit}`, PHONE);
	await page.locator(birth).fill('52');
	await send(page);
	await expect(page.getByText('đã nộp, chờ duyệt').first()).toBeVisible();

	const reason = 'Thiếu số khai tử, xin bổ sung.';
	const seenAt = async () => {
		const token = await signIn(product.url, 'coordinator', product.campaign.password);
		const path = `${product.url}/api/v1/campaigns/${SLUG}/reports/${unit}/${DATE}`;
		const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
		const { reviews } = (await response.json()) as { reviews: { seen_at: string | null }[] };
		return reviews.at(-1)?.seen_at ?? null;
	};
	const returned = { unit, date: DATE, reason };
	await give(product, 'coordinator', 'report.return', returned);
	await expect(page.getByText(reason)).toBeVisible();
	// Who is typing further down is told, and it counts as seen only once it is on screen.
	const pointer = page.locator('footer').getByRole('button', { name: 'bị trả lại' });
	const card = page.locator('#report-returned');
	await expect(pointer.or(card).first()).toBeVisible();
	if (await pointer.isVisible()) {
		await expect(page).toHaveTitle(/^\(1\) /);
		await pointer.click();
	}
	await expect(page.locator('nav').getByText('bị trả lại')).toBeVisible();
	await expectAccessible(page);
	await expect.poll(seenAt).not.toBeNull();

	await page.locator(death).fill('3');
	await send(page);
	await expect(page.getByText(reason)).toHaveCount(0);
	await expect(page.getByText('đã sửa, chờ duyệt').first()).toBeVisible();
	await give(product, 'coordinator', 'report.accept', { unit, date: DATE });
	await expect(page.locator('main').getByText('đã duyệt').first()).toBeVisible();
});

test('a reminder is shown once it is in front of somebody, and goes with the report', async ({
	signedIn,
	product
}) => {
	const unit = '19345';
	const page = await signedIn(`commune-${unit}`, PHONE);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await give(product, 'coordinator', 'report.remind', { units: [unit], date: DATE });
	const notice = page.getByText('Tỉnh nhắc báo cáo ngày 1/3');
	await expect(notice).toBeVisible();
	const parties = new Parties(product.server, product.database, product.campaign);
	const isSeen = async () => {
		const { units } = await parties.settled();
		return units.find(({ code }) => code === unit)?.reminded?.seen;
	};
	await expect.poll(isSeen).toBe(true);
	await expect(page).not.toHaveTitle(/^\(/);
	await page.locator(birth).fill('4');
	await send(page);
	await expect(notice).toHaveCount(0);
});

test('a running total typed as a day is recognised, and one tap puts it right', async ({
	signedIn,
	product
}) => {
	const unit = '19342';
	const parties = new Parties(product.server, product.database, product.campaign);
	await parties.setTime('2025-03-03', '09:00');
	for (const [date, cases] of [
		['2025-03-01', 1350],
		['2025-03-02', 1200],
		['2025-03-03', 1500]
	] as const) {
		const lines = [
			{ category: 'birth', measure: 'cases', amount: cases },
			{ category: 'birth', measure: 'books', amount: 5 }
		];
		const input = { unit, date, lines, base_revision: 0 };
		await give(product, `commune-${unit}`, 'report.submit', input);
	}
	await parties.setTime('2025-03-04', '09:00');
	const page = await signedIn(`commune-${unit}`, PHONE);
	await page.locator(birth).fill('5.430');
	await submit(page).click();
	const card = page.locator('#report-questions');
	await expect(card).toBeFocused();
	await expect(card).toContainText('Các ngày trước đã có 4.050');
	await expectAccessible(page);
	await card.getByText('ghi hôm nay: 1.380').click();
	await expect(page.locator(birth)).toHaveValue('5.430');
	await expect(page.getByRole('status').getByText('1.380 trường hợp')).toBeVisible();
	await expectAccessible(page);
	await send(page);
	const stands = await parties.onBoard(unit, '2025-03-04');
	expect(stands?.amounts).toEqual({ cases: 1380 });
	expect(stands?.flags).toBeUndefined();
	// How it was typed last is how this device begins.
	await page.reload();
	await expect(page.getByRole('radio', { name: 'Lũy kế' })).toBeChecked();
});
