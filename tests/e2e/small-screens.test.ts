import type { Locator, Page } from '@playwright/test';
import { Parties } from '../harness/parties.ts';
import { expectAccessible } from './expect-accessible.ts';
import { DESKTOP, expect, SLUG, test, type Product } from './fixtures.ts';
import { give } from './give.ts';
import { brokenTexts } from './look-at.ts';

test.use({ apart: 'small-screens' });

/** The smallest phone we are made for, and a finger on it. */
const SMALL = { width: 360, height: 740 };
const FINGER = { hasTouch: true };
const [FIRST, SECOND, THIRD] = ['2025-03-01', '2025-03-02', '2025-03-03'];
/** A commune that has reported no day, and one that has reported two. */
const [SILENT, REPORTING] = ['19330', '19333'];

/** Requests of two kinds, two reports, and the third day of the campaign: three days are open. */
test.beforeAll(async ({ product }) => {
	for (const date of [FIRST, SECOND]) {
		await give(product, `commune-${REPORTING}`, 'report.submit', {
			...{ unit: REPORTING, date, base_revision: 0 },
			lines: [{ category: 'birth', measure: 'cases', amount: 1234 }]
		});
		const time = date === FIRST ? SECOND : THIRD;
		await new Parties(product.server, product.database, product.campaign).setTime(time, '10:00:00');
	}
	for (const [unit, kind] of [
		['19336', 'equipment'],
		['19339', 'equipment'],
		['19342', 'software']
	]) {
		const about = { unit, kind, severity: 'slowing', title: `Cần hỗ trợ ${unit}` };
		await give(product, `commune-${unit}`, 'request.raise', about);
	}
});

async function open(page: Page, product: Product, path: string): Promise<void> {
	await page.goto(`${product.url}/${SLUG}/${path}`);
	await expect(page.getByText('Trực tiếp')).toBeVisible();
	await page.evaluate(() => document.fonts.ready);
}
const filterButton = (page: Page) => page.locator('main button[aria-haspopup="dialog"]:visible');

test('no page is wider than a phone with a finger on it', async ({ signedIn, product }) => {
	const found: string[] = [];
	for (const [username, paths] of Object.entries({
		leader: ['map'],
		coordinator: ['requests', 'review', 'groups', 'inbox', 'account'],
		'group-1': ['today', 'requests'],
		[`commune-${REPORTING}`]: ['report', 'requests']
	})) {
		const page = await signedIn(username, SMALL, FINGER);
		for (const path of paths) {
			await page.goto(`${product.url}/${SLUG}/${path}`);
			await expect(page.locator('h1').first()).toBeVisible();
			for (const width of [360, 320]) {
				await page.setViewportSize({ ...SMALL, width });
				const drawn = await page.evaluate(() => document.documentElement.scrollWidth);
				if (drawn > width) found.push(`${username} ${path} at ${width}: ${drawn}`);
			}
			await page.setViewportSize(SMALL);
			found.push(...(await brokenTexts(page)).map((what) => `${username} ${path}: ${what}`));
		}
	}
	expect(found).toEqual([]);
});

for (const [path, row, reload] of [
	['requests', 'li[data-number]', '?kind=software'],
	['review', '[role=row][data-code]', '?area=461']
] as const) {
	test(`${path}: the list starts in the upper half of a phone, and filters open in a sheet`, async ({
		withSession,
		product
	}) => {
		const page = await withSession('coordinator', SMALL, FINGER);
		await open(page, product, path);
		const rows = page.locator(row);
		const top = async () => (await rows.first().boundingBox())!.y;
		expect(await top()).toBeLessThan(SMALL.height / 2);
		const all = await rows.count();

		// By keyboard: opened, one thing chosen, closed; the button has the keyboard again.
		const button = filterButton(page);
		const sheet = page.getByRole('dialog');
		await button.focus();
		await page.keyboard.press('Enter');
		await expect(sheet).toBeVisible();
		await expectAccessible(page);
		const choice = sheet.getByRole('combobox').nth(path === 'requests' ? 1 : 0);
		await choice.selectOption(path === 'requests' ? 'software' : '461');
		await expect.poll(() => rows.count()).toBeLessThan(all);
		const found = await rows.count();
		expect(found).toBeGreaterThan(0);
		await expect(sheet.locator('footer button').last()).toContainText(String(found));
		await page.keyboard.press('Escape');
		await expect(sheet).toHaveCount(0);
		await expect(button).toBeFocused();
		await expect(button).toContainText('1');
		expect(await top()).toBeLessThan(SMALL.height / 2);
		expect(page.url()).toContain(reload);

		// What is in force is a chip beside the search; a tap on it takes the filter away.
		const chips = page.locator('main .toolbar ul').getByRole('button');
		await expect(chips).toHaveCount(1);
		await expectAccessible(page);
		await chips.tap();
		await expect(rows).toHaveCount(all);
		await expect(chips).toHaveCount(0);

		// The sheet's own way to take all away, and a tap beside it.
		await open(page, product, path + reload);
		await expect(rows).toHaveCount(found);
		await button.tap();
		await sheet.locator('footer button').first().tap();
		await expect(rows).toHaveCount(all);
		await expect(sheet.locator('footer button').first()).toBeDisabled();
		await page.touchscreen.tap(180, 40);
		await expect(sheet).toHaveCount(0);

		await page.setViewportSize(DESKTOP);
		await expect(button).toHaveCount(0);
		await expect(page.locator('main .toolbar').getByRole('combobox').first()).toBeVisible();
	});
}

test('figures that a phone folds away are shown when asked for', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', SMALL, FINGER);
	await open(page, product, 'review');
	const figures = page.locator('.strip dl');
	const button = page.locator('.strip button[aria-expanded]');
	await expect(figures).toBeHidden();
	await button.tap();
	await expect(button).toHaveAttribute('aria-expanded', 'true');
	await expect(figures.locator('dt').last()).toBeVisible();
	await page.setViewportSize(DESKTOP);
	await expect(button).toBeHidden();
	await expect(figures).toBeVisible();
});

test('a district that is tapped stays in sight above its figures, which scroll and close', async ({
	signedIn,
	product
}) => {
	const page = await signedIn('leader', SMALL, FINGER);
	const sheet = page.locator('section:has(> header #unit-title)');
	const districts = page.locator('.unit-map path.district');
	const communes = page.locator('.unit-map path.commune[tabindex="0"]');
	const inland = districts.first();
	const coastal = page.locator('.unit-map path.district[aria-label*="Vĩnh Linh"]');
	const middle = async (district: Locator) => {
		const { x, y, width, height } = (await district.boundingBox())!;
		return [x + width / 2, y + height / 2] as const;
	};
	/** What is below of the place that is open, in pixels; all of it is drawn above. */
	const hidden = async () => {
		const edge = (await sheet.boundingBox())!.y;
		const boxes = await communes.evaluateAll((shapes) =>
			shapes.map((shape) => shape.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom])
		);
		const [top, bottom] = [
			Math.min(...boxes.map(([from]) => from ?? 0)),
			Math.max(...boxes.map(([, to]) => to ?? 0))
		];
		return Math.max(bottom - edge, -top, 0);
	};
	await open(page, product, 'map');
	await expect(districts.first()).toBeVisible();

	for (const close of ['button', 'Escape', 'Escape in the map', 'sea'] as const) {
		const district = close === 'sea' ? coastal : inland;
		await district.scrollIntoViewIfNeeded();
		await page.touchscreen.tap(...(await middle(district)));
		await expect(sheet).toBeVisible();
		await expect.poll(hidden).toBe(0);
		const { height } = (await sheet.boundingBox())!;
		expect(height).toBeLessThan(SMALL.height / 2);

		if (close === 'button') await sheet.locator('header button').last().tap();
		else if (close === 'Escape') {
			await page.locator('#unit-title').focus();
			await page.keyboard.press('Escape');
		} else if (close === 'Escape in the map') {
			await communes.first().focus();
			await page.keyboard.press('Escape');
		} else {
			const canvas = (await page.locator('.unit-map').boundingBox())!;
			const free = await page.evaluate(({ x, y, width, height }) => {
				for (let across = x + width - 4; across > x; across -= 6)
					for (let down = y + 60; down < y + height; down += 6) {
						const hit = document.elementFromPoint(across, down);
						if (hit?.closest('.unit-map') && !hit.closest('.unit, .leaflet-marker-icon'))
							return [across, down] as const;
					}
				return null;
			}, canvas);
			expect(free).not.toBeNull();
			await page.touchscreen.tap(...free!);
		}
		await expect(sheet).toHaveCount(0);
		expect(new URL(page.url()).searchParams.get('unit')).toBeNull();
	}

	// A link to a place leads to the map, too.
	await open(page, product, 'map?unit=465');
	await expect(communes.first()).toBeAttached();
	await expect.poll(hidden).toBe(0);
	await expectAccessible(page);

	await page.setViewportSize({ ...SMALL, height: 600 });
	await open(page, product, `map?unit=${REPORTING}`);
	await expect(sheet.locator('table')).toBeVisible();
	// It scrolls by itself, without its name and the way out leaving.
	const before = await page.evaluate(() => scrollY);
	await sheet.evaluate((node) => node.scrollTo(0, 9999));
	expect(await sheet.evaluate((node) => node.scrollTop)).toBeGreaterThan(0);
	expect(await page.evaluate(() => scrollY)).toBe(before);
	const [head, frame] = [
		(await sheet.locator('header').boundingBox())!,
		(await sheet.boundingBox())!
	];
	expect(Math.abs(head.y - frame.y)).toBeLessThan(3);
});

for (const [what, unit, locale] of [
	['two days missed', SILENT, 'vi'],
	['two days reported', REPORTING, 'vi'],
	['two days reported, in English', REPORTING, 'en']
] as const) {
	test(`five of the registers stand above the bar with three days open, ${what}`, async ({
		withSession,
		product
	}) => {
		const page = await withSession(`commune-${unit}`, SMALL, FINGER);
		await page
			.context()
			.addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
		await page.goto(`${product.url}/${SLUG}/report`);
		await expect(page.locator('html')).toHaveAttribute('lang', locale);
		await page.evaluate(() => document.fonts.ready);
		await expect(page.locator('nav a[href*="date="]')).toHaveCount(3);
		const edge = (await page.locator('footer[data-bar]').boundingBox())!.y;
		const fields = await page
			.locator('input[data-amount][id$="cases"]')
			.evaluateAll((all) => all.map((field) => field.getBoundingClientRect().bottom));
		expect(fields.length).toBeGreaterThanOrEqual(9);
		expect(fields.filter((bottom) => bottom <= edge).length).toBeGreaterThanOrEqual(5);
		expect(await page.evaluate(() => scrollY)).toBe(0);
		// Days that were missed say so where they are picked.
		const missed = page.locator('nav a.missed');
		await expect(missed).toHaveCount(unit === SILENT ? 2 : 0);
		await expectAccessible(page);
	});
}

test('the address of a visit opens it, on a desktop and on a phone', async ({
	withSession,
	product
}) => {
	const plan = { group: 'group-5', unit: '19345', from: '2025-03-17', to: '2025-03-18' };
	const { visit } = await give(product, 'coordinator', 'visit.plan', plan);
	const early = { group: 'group-8', unit: '19348', from: THIRD, to: THIRD };
	const other = (await give(product, 'coordinator', 'visit.plan', early)).visit;
	for (const viewport of [DESKTOP, SMALL]) {
		const page = await withSession('coordinator', viewport);
		await open(page, product, `groups?visit=${visit}`);
		const dialog = page.getByRole('dialog');
		await expect(dialog.locator('select, [role=combobox]').first()).toBeVisible();
		await expect(dialog).toContainText('17/3');
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
		const line = page.locator(`[data-visit="${visit}"]:visible`);
		await expect(line).toBeFocused();
		await expect(line).toBeInViewport();
		await open(page, product, `groups?visit=${other}`);
		await expect(dialog).toContainText('3/3');
		// Nothing opens for one that is not known here.
		await open(page, product, 'groups?visit=9999');
		await expect(dialog).toHaveCount(0);
	}
});
