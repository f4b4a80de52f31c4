import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Role } from '#lib/protocol/people.ts';
import { prepareOther, type OtherCampaign, type Prepared } from '../harness/other-campaigns.ts';
import { openSessions } from '../harness/sessions.ts';
import { DESKTOP, expect, test, type Product } from './fixtures.ts';
import { brokenTexts } from './look-at.ts';

test.use({ apart: 'other-campaigns' });

const PHONE = { width: 390, height: 844 };
/** Words of other campaigns that nobody may read in these. */
const FOREIGN: Record<OtherCampaign, RegExp> = {
	'two-levels': /huyện|district/i,
	census:
		/huyện|district|(?<!\p{L})xã(?!\p{L})|commune|tỉnh|province|(?<!\p{L})sổ(?!\p{L})|books?\b|trường hợp|\bcases?\b|register/iu,
	ministry: /cả tỉnh|whole province/i,
	vaccination:
		/huyện|district|(?<!\p{L})xã(?!\p{L})|commune|tỉnh|province|(?<!\p{L})sổ(?!\p{L})|books?\b|trường hợp|\bcases?\b|register/iu,
	nation: /huyện|district/i,
	'one-day': /huyện|district|(?<!\p{L})sổ(?!\p{L})|books?\b|trường hợp|\bcases?\b|register/iu
};
const PAGES: [Role, string[]][] = [
	['leader', ['map', 'map?unit=LEAF']],
	['coordinator', ['review', 'requests', 'groups']],
	['focal_point', ['report', 'requests']]
];

const prepared = new Map<OtherCampaign, Prepared>();
test.beforeAll(async ({ product }) => {
	for (const name of Object.keys(FOREIGN) as OtherCampaign[]) {
		prepared.set(name, await prepareOther(product.database.db, name));
	}
});

for (const name of Object.keys(FOREIGN) as OtherCampaign[]) {
	test(`every page of ${name} speaks of its own things, on a phone and a large screen`, async ({
		withSession,
		product
	}) => {
		const campaign = prepared.get(name)!;
		await work(product, campaign);
		const found: string[] = [];
		for (const [role, paths] of PAGES) {
			const page = await withSession(campaign.people[role]!, DESKTOP);
			for (const path of paths) {
				for (const locale of ['vi', 'en']) {
					await open(page, product, `${name}/${path.replace('LEAF', campaign.leaf)}`, locale);
					const words = await page.locator('body').innerText();
					const foreign = FOREIGN[name].exec(words);
					if (foreign) found.push(`${path} ${locale}: ${around(words, foreign.index)}`);
					for (const size of [DESKTOP, PHONE]) {
						await page.setViewportSize(size);
						await page.waitForTimeout(250); // the map places its labels anew
						const wide = await page.evaluate(
							() => document.documentElement.scrollWidth - innerWidth
						);
						const all = [...(await brokenTexts(page)), ...(wide > 0 ? ['too wide'] : [])];
						found.push(...all.map((what) => `${path} ${locale} ${size.width}: ${what}`));
						const photos = process.env['PHOTOS'];
						if (photos) {
							const file = `${name} ${role} ${path.replace(/\W/g, '-')} ${locale} ${size.width}.png`;
							await page.screenshot({ path: `${photos}/${file}`, fullPage: true });
						}
					}
				}
			}
		}
		expect(found).toEqual([]);
	});
}

const around = (words: string, at: number) =>
	words.slice(Math.max(at - 40, 0), at + 40).replaceAll('\n', ' ');

async function open(page: Page, product: Product, path: string, locale: string): Promise<void> {
	await page.context().addCookies([{ name: 'PARAGLIDE_LOCALE', value: locale, url: product.url }]);
	await page.setViewportSize(DESKTOP);
	await page.goto(`${product.url}/${path}`);
	await expect(page.locator('h1').first()).toBeVisible();
	await page.evaluate(() => document.fonts.ready);
}

/** A report, a request and a visit, so that pages have something to show. */
async function work(product: Product, { slug, people, leaf }: Prepared): Promise<void> {
	const give = async (role: Role, type: string, input: object) => {
		const [token = ''] = await openSessions(product.database, [people[role]!]);
		const response = await fetch(`${product.url}/api/v1/campaigns/${slug}/commands`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ id: randomUUID(), type, input })
		});
		const answer = (await response.json()) as { ok: boolean; result: { visit: number } };
		expect(answer, type).toMatchObject({ ok: true });
		return answer.result;
	};
	const [token = ''] = await openSessions(product.database, [people.leader!]);
	const read = await fetch(`${product.url}/api/v1/campaigns/${slug}/snapshot`, {
		headers: { authorization: `Bearer ${token}` }
	});
	const { campaign } = (await read.json()) as {
		campaign: {
			measures: { key: string }[];
			categories: { key: string }[];
			request_kinds: { key: string }[];
		};
	};
	const [{ key: category } = { key: '' }] = campaign.categories;
	await give('focal_point', 'report.submit', {
		...{ unit: leaf, date: '2025-03-01' },
		lines: campaign.measures.map(({ key }) => ({ category, measure: key, amount: 12 }))
	});
	const [{ key: kind } = { key: '' }] = campaign.request_kinds;
	const request = { unit: leaf, kind, severity: 'blocking', title: 'Mất điện cả buổi' };
	await give('focal_point', 'request.raise', request);
	const visit = { group: 'group-1', unit: leaf, from: '2025-03-01', to: '2025-03-01' };
	const { visit: number } = await give('coordinator', 'visit.plan', visit);
	await give('coordinator', 'visit.publish', { visits: [number] });
}
