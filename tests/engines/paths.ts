import { setTimeout as sleep } from 'node:timers/promises';
import { SLUG } from '../harness/campaign.ts';
import { figuresUnderBadge } from './look.ts';
import type { Product } from './product.ts';
import { DESKTOP, PHONE, type Size, type Tab } from './tab.ts';

/** What a path is walked with: the product, and people who come to it. */
export interface Walk {
	product: Product;
	/** Somebody opens a browser of their own and signs in. */
	signIn: (username: string, size: Size) => Promise<Tab>;
	/** Keeps a picture of a page, for whoever looks at it later. */
	picture: (tab: Tab, name: string) => Promise<void>;
}

const CASES = '#amount-birth-cases';
const SUBMIT = 'main footer button[type=submit]';

/** What is done in every engine, in this order: later paths find what earlier ones left. */
export const PATHS: Record<string, (walk: Walk) => Promise<void>> = {
	map: async ({ signIn, picture }) => {
		const leader = await signIn('leader', DESKTOP);
		await leader.see('body', /Trực tiếp/);
		await leader.see('.leaflet-container path');
		await leader.see('.strip', /203\.584/);
		const covered = await leader.evaluate(figuresUnderBadge);
		if (covered.length > 0) throw new Error(`under the connection badge: ${covered.join('; ')}`);
		await picture(leader, 'map');
		await leader.click('.leaflet-container path', /^Triệu Phong,/);
		await leader.see('#unit-title', /Huyện Triệu Phong/);
		await leader.see('.leaflet-container path', /^Triệu Thành,/);
		await picture(leader, 'district');
		await leader.browser.resize(PHONE.width, PHONE.height);
		await leader.goto(`/${SLUG}/map`);
		await leader.see('.leaflet-container path');
		await picture(leader, 'map');
	},

	report: async ({ signIn, picture, product }) => {
		const commune = await signIn('commune-19330', PHONE);
		await commune.fill('#amount-birth-books', '12');
		await commune.fill(CASES, '1250');
		await picture(commune, 'report');
		await commune.click(SUBMIT);
		const receipt = await commune.see('main footer', /#[0-9A-Z]{4}/);
		await picture(commune, 'receipt');
		const code = /#[0-9A-Z]{4}/.exec(receipt.text)?.[0];
		await expectStored(product, 'commune-19330', [[12, 1250]]);
		const leader = await signIn('leader', DESKTOP);
		await leader.see('.strip', /1\.250/);
		await leader.see('main', new RegExp(String(code)));
	},

	offline: async ({ signIn, picture, product }) => {
		const user = 'commune-19333';
		const commune = await signIn(user, PHONE);
		await commune.see('body', /Trực tiếp/);
		await commune.until(
			'have the page kept by its worker',
			async (path) =>
				navigator.serviceWorker.controller !== null && (await caches.match(path)) !== undefined,
			`/${SLUG}/report`
		);
		product.network.cut();
		try {
			await commune.fill('#amount-birth-books', '3');
			await commune.fill(CASES, '77');
			await commune.click(SUBMIT);
			await commune.see('main footer', /Chờ gửi/);
			await picture(commune, 'kept');
			await commune.goto(`/${SLUG}/report`);
			await commune.see('main footer', /Chờ gửi/);
			const { value } = await commune.see(CASES);
			if (value !== '77') throw new Error(`opened again, the field holds ${value}`);
			await picture(commune, 'kept-opened-again');
			await expectStored(product, user, []);
		} finally {
			product.network.heal();
		}
		await commune.see('main footer', /#[0-9A-Z]{4}/);
		await commune.miss('body', /[Cc]hờ gửi/);
		await sleep(1_000); // anything sent twice would have come by now
		await expectStored(product, user, [[3, 77]]);
	},

	claim: async ({ signIn, picture, product }) => {
		const { request } = await product.give('commune-19330', 'request.raise', {
			...{ unit: '19330', kind: 'equipment', severity: 'blocking', title: 'Máy quét hỏng' }
		});
		const row = `[data-number="${request}"]`;
		const commune = await signIn('commune-19330', PHONE);
		await commune.goto(`/${SLUG}/requests`);
		await commune.see(row, /Chưa có tổ nào nhận/);
		const group = await signIn('group-1', DESKTOP);
		await group.goto(`/${SLUG}/requests`);
		await group.see('body', /Trực tiếp/);
		await picture(group, 'requests');
		await group.click(`${row} a`);
		await group.click('article button', /^Nhận$/);
		await group.see('article', /Tổ trưởng tổ 1/);
		await picture(group, 'claimed');
		await commune.see(row, /Tổ công tác số 1 đã nhận/);
		await picture(commune, 'claimed');
	},

	planner: async ({ signIn, picture }) => {
		const visit = '[role=gridcell][data-visit]';
		const group = await signIn('group-1', DESKTOP);
		await group.goto(`/${SLUG}/groups`);
		await group.see('[role=gridcell]');
		const coordinator = await signIn('coordinator', DESKTOP);
		await coordinator.goto(`/${SLUG}/groups`);
		await coordinator.see('body', /Trực tiếp/);
		await coordinator.click('[role=gridcell][data-row="0"][data-column="2"]');
		await coordinator.see('[role=dialog], dialog[open]');
		await coordinator.fill('dialog [role=combobox]', 'trieu tai');
		await coordinator.see('[role=option][aria-selected=true]', /Triệu Tài/);
		await picture(coordinator, 'visit');
		await coordinator.press('Enter');
		await coordinator.click('dialog button', /^Lưu nháp$/);
		await coordinator.see(visit, /Triệu Tài.*3\/3, nháp/);
		await group.miss(visit, /Triệu Tài/);
		await coordinator.click('button', /^Công bố 1 bản nháp/);
		await coordinator.click('dialog button', /^Công bố$/);
		await coordinator.see(visit, /Triệu Tài.*3\/3, công bố/);
		await picture(coordinator, 'planner');
		await group.see(visit, /Triệu Tài.*3\/3, công bố/);
	}
};

/** The server holds just these reports of somebody: the amounts of each, books before cases. */
async function expectStored(product: Product, username: string, expected: number[][]) {
	const rows = await product.database.db
		.selectFrom('report_revision as r')
		.innerJoin('account as a', 'a.id', 'r.account_id')
		.select('r.lines')
		.where('a.username', '=', username)
		.execute();
	const stored = rows.map(({ lines }) =>
		(lines as { amount: number }[]).map(({ amount }) => amount)
	);
	if (JSON.stringify(stored) === JSON.stringify(expected)) return;
	throw new Error(`the server holds ${JSON.stringify(stored)}, not ${JSON.stringify(expected)}`);
}
