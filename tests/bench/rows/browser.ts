import { existsSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from '@playwright/test';
import { SLUG } from '../../harness/campaign.ts';
import type { Crowd } from '../crowd.ts';
import { absolute, type Result } from '../measure/result.ts';
import type { Plan } from '../plan.ts';
import { openSessions } from '../../harness/sessions.ts';
import type { Side, Stage } from '../stage.ts';
import { observeVitals, observeRepaints, type Observed } from './vitals.ts';

/** Chromium's own "Fast 4G" (bytes a second, milliseconds), and a phone's processor. */
const FAST_4G = {
	offline: false,
	downloadThroughput: (9_000_000 / 8) * 0.9,
	uploadThroughput: (1_500_000 / 8) * 0.9,
	latency: 60 * 2.75
};
const CPU_SLOWDOWN = 4;
/** What only the chart library's code contains. */
const CHARTS = '$chartjs';
const VIEWPORT = { width: 1440, height: 900 };

interface Visit extends Observed {
	/** JavaScript the page asked for until it was quiet, compressed, in kB; charts come later and apart. */
	script: number;
}

/** The map page in a browser that is slowed to a phone on a mobile network. */
export async function browser(stage: Stage, crowd: Crowd, plan: Plan): Promise<Result[]> {
	const side = await stage.product();
	await crowd.openReporters(side);
	await crowd.report(side, { kind: 'bursts', size: 100, every: 0, count: 1 });
	const chrome = await launch();
	const visits: Visit[] = [];
	try {
		if (!plan.quick) await visit(chrome, crowd, side); // the server has made the page once
		for (let block = 0; block < plan.blocks; block++) visits.push(await visit(chrome, crowd, side));
	} finally {
		await chrome.close();
		await crowd.leave(side);
		await side.stop();
	}
	const line = { row: 'browser', load: 'map page, 4× CPU, Fast 4G' };
	const of = (key: keyof Visit) => visits.map((one) => one[key]);
	return [
		absolute(
			{ ...line, what: 'JavaScript, gzip, charts apart', unit: 'kB', goal: 130 },
			of('script')
		),
		absolute({ ...line, what: 'LCP', unit: 'ms', goal: 1500 }, of('lcp')),
		absolute({ ...line, what: 'INP', unit: 'ms', goal: 200 }, of('inp')),
		absolute({ ...line, what: 'CLS', unit: '', goal: 0.05 }, of('cls')),
		absolute({ ...line, what: 'map shapes one report touches', unit: '', goal: 2 }, of('shapes')),
		absolute({ ...line, what: 'ranking rows one report touches', unit: '', goal: 1 }, of('rows'))
	];
}

/** The browser that set-up found. */
function launch(): Promise<Browser> {
	const found = '.data/browser.json';
	const { path } = (
		existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : { path: null }
	) as { path: string | null };
	return chromium.launch({
		...(path ? { executablePath: path } : {}),
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
	});
}

async function visit(chrome: Browser, crowd: Crowd, side: Side): Promise<Visit> {
	const url = `http://127.0.0.1:${side.port}`;
	const context = await chrome.newContext({
		...{ viewport: VIEWPORT, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' },
		serviceWorkers: 'block' // it would fetch the whole app behind the page that is measured
	});
	try {
		const [token = ''] = await openSessions(side.database, ['leader']);
		await context.addCookies([{ name: 'session', value: token, url, httpOnly: true }]);
		await context.addInitScript(observeVitals);
		const page = await context.newPage();
		const devtools = await context.newCDPSession(page);
		await devtools.send('Network.enable');
		await devtools.send('Network.emulateNetworkConditions', FAST_4G);
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
		const scripts: Promise<Buffer>[] = [];
		page.on('response', (response) => {
			if (response.request().resourceType() === 'script') scripts.push(response.body());
		});
		await page.goto(`${url}/${SLUG}/map`, { waitUntil: 'networkidle' });
		await page.locator('.unit-map path.unit').first().waitFor();
		await page.evaluate(observeRepaints);
		await crowd.report(side, { kind: 'bursts', size: 1, every: 500, count: 4 });
		await page.waitForTimeout(300);
		const before = await page.evaluate(() => ({ ...window.observed }));
		await use(page);
		const after = await page.evaluate(() => window.observed);
		const bodies = (await Promise.all(scripts)).filter((body) => !body.includes(CHARTS));
		const sizes = bodies.map((body) => gzipSync(body, { level: 9 }).length);
		const script = sizes.reduce((sum, size) => sum + size, 0) / 1000;
		return { ...after, shapes: before.shapes, rows: before.rows, script };
	} finally {
		await context.close();
	}
}

/** What a leader does first: open a district by its row, go back, open one on the map, look for a place. */
async function use(page: Page): Promise<void> {
	const settled = () => page.waitForTimeout(600);
	await page.locator('.side li button').first().click();
	await settled();
	await page.goBack();
	await settled();
	await page.locator('.unit-map path.unit.district').first().click({ force: true });
	await settled();
	await page.goBack();
	await settled();
	await page.locator('.tools input').first().click();
	await page.keyboard.type('Triệu', { delay: 60 });
	await settled();
}
