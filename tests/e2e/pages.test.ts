import type { Page } from '@playwright/test';
import { DESKTOP, expect, PHONE, SLUG, test, type Product } from './fixtures.ts';
import { give } from './give.ts';
import { brokenTexts, coveredStops, smallTexts } from './look-at.ts';

test.use({ apart: 'pages' });

const DATE = '2025-03-01';
/** 'Phường 1' of Đông Hà; the campaign has another one of that name. */
const WARD = '19333';
const TABLET = { width: 768, height: 1024 };

/** A report, a request that a group resolved, one that nobody claimed, and a visit of today. */
test.beforeAll(async ({ product }) => {
	const lines = [{ category: 'birth', measure: 'cases', amount: 120 }];
	const report = { unit: WARD, date: DATE, lines };
	await give(product, `commune-${WARD}`, 'report.submit', report);
	const raise = (unit: string, title: string) =>
		give(product, `commune-${unit}`, 'request.raise', {
			...{ unit, kind: 'equipment', severity: 'slowing', title }
		});
	const { request } = await raise(WARD, 'Máy quét hỏng');
	await raise('19357', 'Mất mạng cả ngày');
	await give(product, 'group-1', 'request.claim', { request });
	await give(product, 'group-1', 'request.resolve', { request, outcome: 'done', note: 'Đã thay' });
	const visit = { group: 'group-1', unit: WARD, from: DATE, to: DATE };
	await give(product, 'coordinator', 'visit.plan', visit);
});

const PAGES = {
	leader: ['map', 'map?unit=461'],
	coordinator: ['requests?view=columns', 'review', 'groups', 'inbox'],
	[`commune-${WARD}`]: ['report', 'requests']
};

async function open(page: Page, product: Product, path: string, locale = 'vi'): Promise<void> {
	const cookie = { name: 'PARAGLIDE_LOCALE', value: locale, url: product.url };
	await page.context().addCookies([cookie]);
	await page.goto(`${product.url}/${SLUG}/${path}`);
	await expect(page.locator('h1').first()).toBeVisible();
	await page.evaluate(() => document.fonts.ready);
}

test('no words are small, cut off or over each other, whatever page, width and language', async ({
	signedIn,
	product
}) => {
	const found: string[] = [];
	for (const [username, paths] of Object.entries(PAGES)) {
		const page = await signedIn(username, DESKTOP);
		for (const [locale, sizes] of [
			['en', [DESKTOP, TABLET]],
			['vi', [{ width: 1024, height: 768 }, PHONE]]
		] as const)
			for (const path of paths) {
				await page.setViewportSize(sizes[0]);
				await open(page, product, path, locale);
				for (const size of sizes) {
					await page.setViewportSize(size);
					await page.waitForTimeout(250); // the map places its labels anew
					const small = size === DESKTOP ? await smallTexts(page, 13) : [];
					const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
					const all = [...small, ...(await brokenTexts(page)), ...(wide > 0 ? ['too wide'] : [])];
					found.push(...all.map((what) => `${path} ${locale} ${size.width}: ${what}`));
				}
			}
	}
	expect(found).toEqual([]);
});

test('a tablet has one line of header with nothing cut, and the planner as a grid', async ({
	withSession,
	product
}) => {
	const page = await withSession('coordinator', TABLET);
	await open(page, product, 'groups');
	const header = page.locator('header').first();
	expect((await header.boundingBox())?.height).toBeLessThan(52);
	await expect(header.getByRole('link', { name: 'Điều phối viên' })).toBeVisible();
	for (const link of await header.getByRole('navigation').getByRole('link').all()) {
		const cut = await link.evaluate((node) => node.scrollWidth - node.clientWidth);
		expect(cut, await link.innerText()).toBeLessThan(1);
	}
	await expect(page.getByRole('grid')).toBeVisible();
	const cell = page.getByRole('gridcell').first();
	expect((await cell.boundingBox())?.width).toBeGreaterThanOrEqual(38);
});

test('nothing that has the keyboard is covered by a bar on a low viewport (400 % zoom)', async ({
	signedIn,
	product
}) => {
	for (const [username, paths] of Object.entries({
		leader: ['map'],
		coordinator: ['requests', 'review'],
		[`commune-${WARD}`]: ['report']
	})) {
		const page = await signedIn(username, { width: 360, height: 225 });
		for (const path of paths) {
			await open(page, product, path);
			const { stops, covered } = await coveredStops(page, 40);
			expect(stops, path).toBeGreaterThan(11);
			expect(covered, path).toEqual([]);
		}
	}
});

test('in forced colours bars, keys and what is chosen keep their shapes', async ({
	withSession,
	product
}) => {
	const page = await withSession('leader', DESKTOP, { forcedColors: 'active' });
	await open(page, product, 'map');
	const style = (selector: string, property: string) =>
		page
			.locator(selector)
			.first()
			.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
	const ground = await style('body', 'background-color');
	const [chosen, other] = [
		await style('[aria-pressed="true"]', 'background-color'),
		await style('[aria-pressed="false"]', 'background-color')
	];
	expect(chosen).not.toBe(other);
	expect(await style('nav [aria-current="page"]', 'background-color')).toBe(chosen);
	expect(await style('.bar .part.before', 'background-color')).not.toBe(ground);
	expect(await style('.bar .track', 'border-top-width')).toBe('1px');
	const keys = await page.evaluate(() =>
		['here', 'open', 'open urgent'].map((name) => {
			const key = document.createElement('i');
			key.className = `unit-mark ${name}`;
			document.querySelector('.unit-map')?.append(key);
			const { backgroundColor, borderRadius, outlineWidth, outlineStyle } = getComputedStyle(key);
			key.remove();
			return [backgroundColor, borderRadius, outlineStyle, outlineWidth].join(' ');
		})
	);
	expect(new Set(keys).size).toBe(3);
	// The scale of a layer keeps its colours, as the map keeps them.
	await page.getByRole('button', { name: 'Tiến độ', exact: true }).click();
	const scale = await page
		.getByRole('list', { name: 'Chú giải' })
		.locator('i:not(.unit-mark)')
		.evaluateAll((keys) => keys.map((key) => getComputedStyle(key).backgroundColor));
	expect(new Set(scale).size).toBe(scale.length);
	// A day that was reported is filled, one to come is not.
	await open(page, product, `map?unit=${WARD}`);
	expect(await style('li[data-state="reported"]', 'background-image')).toContain('gradient');
	expect(await style('li[data-state="not_due"]', 'background-image')).toBe('none');
});

test('paper has what is known and nothing to press, and the province whole on a page', async ({
	signedIn,
	product
}) => {
	const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
	const MOST: Record<string, Record<string, number>> = {
		leader: { map: 1 },
		coordinator: { review: 4, requests: 1, groups: 1 },
		'commune-19330': { report: 3, 'requests/new': 1 }
	};
	for (const [username, most] of Object.entries(MOST)) {
		const page = await signedIn(username, DESKTOP);
		for (const [path, count] of Object.entries(most)) {
			await open(page, product, path);
			await page.waitForTimeout(500);
			await page.emulateMedia({ media: 'print' });
			await expect(page.getByRole('navigation')).toHaveCount(0);
			const pressed = page.getByRole('button', {
				name: /^(Nhắc|Duyệt|Nhận|In|Bảng|Tình trạng|Gửi)\b/
			});
			await expect(pressed).toHaveCount(0);
			if (path === 'map') {
				const [map, drawn] = [page.locator('.canvas').first(), page.locator('.sketch svg')];
				await expect(drawn).toBeVisible();
				const [frame, province] = [await map.boundingBox(), await drawn.boundingBox()];
				expect(province!.x + province!.width).toBeLessThanOrEqual(frame!.x + frame!.width + 1);
				await expect(page.locator('.unit-map')).toBeHidden();
			}
			await page.emulateMedia({ media: null });
			expect(pagesOf(await page.pdf({ preferCSSPageSize: true })), path).toBeLessThanOrEqual(count);
		}
	}
});

test('places of one name are told apart in heading, feed and chooser; columns say what chips say', async ({
	withSession,
	product
}) => {
	const leader = await withSession('leader', DESKTOP);
	await open(leader, product, `map?unit=${WARD}`);
	await expect(leader.locator('#unit-title')).toHaveText('Phường 1 (Đông Hà)');
	await expect(leader.locator('.feed').getByText('Phường 1 (Đông Hà)').first()).toBeVisible();
	await leader.getByRole('combobox', { name: /Tìm/ }).fill('phuong 1 dong ha');
	await expect(leader.getByRole('listbox').getByRole('option')).toHaveText(/Phường 1\s*Đông Hà/);

	const page = await withSession('coordinator', DESKTOP);
	await open(page, product, 'requests?view=columns');
	await expect(page.getByRole('button', { name: 'Chờ xác nhận 1' })).toBeVisible();
	const column = page.getByRole('region', { name: 'Chờ xác nhận' });
	await expect(column.getByRole('heading')).toHaveText(/Chờ xác nhận\s*1/);
	await expect(column.getByRole('listitem')).toContainText('Máy quét hỏng');
	await page.getByRole('searchbox').fill('19357');
	await expect(page.getByRole('listitem').filter({ hasText: 'Mất mạng' })).toBeVisible();
	await expect(page.getByText('Máy quét hỏng')).toBeHidden();
});
