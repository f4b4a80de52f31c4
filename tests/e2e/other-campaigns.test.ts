import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Role } from '#lib/protocol/people.ts';
import type { Snapshot } from '#lib/protocol/snapshot.ts';
import {
	OTHER_CAMPAIGNS,
	prepareOther,
	type OtherCampaign,
	type Prepared
} from '../harness/other-campaigns.ts';
import { openSessions } from '../harness/sessions.ts';
import { DESKTOP, expect, test, type Product } from './fixtures.ts';
import { brokenTexts } from './look-at.ts';

test.use({ apart: 'other-campaigns' });

const PHONE = { width: 390, height: 844 };
const ALL: [Role, string[]][] = [
	['leader', ['map', 'map?unit=LEAF']],
	['coordinator', ['review', 'requests', 'groups']],
	['focal_point', ['report', 'requests']]
];
/** The pages on which a campaign of this shape could break; with PHOTOS=folder all of them, in both languages. */
const PAGES: Record<OtherCampaign, [Role, string[]][]> = {
	census: ALL,
	vaccination: [
		['leader', ['map?unit=LEAF']],
		['focal_point', ['report']]
	],
	ministry: [
		['leader', ['map']],
		['coordinator', ['review']]
	],
	'two-levels': [
		['leader', ['map']],
		['coordinator', ['requests']]
	],
	nation: [['leader', ['map']]],
	'one-day': [
		['leader', ['map']],
		['focal_point', ['report']]
	]
};
const photos = process.env['PHOTOS'];

for (const name of OTHER_CAMPAIGNS) {
	test(`the pages of ${name} fit on a phone and a large screen`, async ({
		withSession,
		product
	}) => {
		const campaign = await prepareOther(product.database.db, name);
		await work(product, campaign);
		const found: string[] = [];
		for (const [role, paths] of photos ? ALL : PAGES[name]) {
			const page = await withSession(campaign.people[role]!, DESKTOP);
			for (const path of paths) {
				for (const locale of photos ? ['vi', 'en'] : ['vi']) {
					await open(page, product, `${name}/${path.replace('LEAF', campaign.leaf)}`, locale);
					for (const size of [DESKTOP, PHONE]) {
						await page.setViewportSize(size);
						await page.waitForTimeout(250); // the map places its labels anew
						const wide = await page.evaluate(
							() => document.documentElement.scrollWidth - innerWidth
						);
						const all = [...(await brokenTexts(page)), ...(wide > 0 ? ['too wide'] : [])];
						found.push(...all.map((what) => `${path} ${locale} ${size.width}: ${what}`));
						if (!photos) continue;
						const file = `${name} ${role} ${path.replace(/\W/g, '-')} ${locale} ${size.width}.png`;
						await page.screenshot({ path: `${photos}/${file}`, fullPage: true });
					}
				}
			}
		}
		expect(found).toEqual([]);
	});
}

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
	// A running server learns of a new campaign within a second.
	const url = `${product.url}/api/v1/campaigns/${slug}/snapshot`;
	let read: Response | undefined;
	await expect(async () => {
		read = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
		expect(read.status).toBe(200);
	}).toPass();
	const { campaign } = (await read!.json()) as Snapshot;
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
