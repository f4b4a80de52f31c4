import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { failInOneSentence } from '#lib/server/program.ts';
import { SLUG } from '../harness/campaign.ts';
import { Missing, type Engine } from './browser.ts';
import { startFirefox } from './firefox.ts';
import { PATHS, type Walk } from './paths.ts';
import { startChromium, startOwnBuild } from './playwright.ts';
import { prepareProducts, type Product } from './product.ts';
import { tableOf, type Row } from './table.ts';
import { Tab } from './tab.ts';
import { startWebKit } from './webkit.ts';

/**
 * What `npm run engines` runs: the main path in every browser engine. What is not installed counts as a
 * failure, unless it was not asked for: `npm run engines -- --only chromium,firefox`.
 */
failInOneSentence();
process.chdir(resolve(import.meta.dirname, '../..'));

const ENGINES: Record<string, () => Promise<Engine>> = {
	chromium: startChromium,
	firefox: () => startOwnBuild('firefox') ?? startFirefox(),
	webkit: () => startOwnBuild('webkit') ?? startWebKit()
};
const { engines, paths, folder } = await readOptions();
const products = await prepareProducts();
const rows: Row[] = [];
try {
	for (const name of engines) rows.push(await tryEngine(name));
} finally {
	await products.close();
}
console.log(`\n${tableOf(rows, paths)}\n`);
for (const { engine, how } of rows)
	if (how) console.log(`${engine} is missing. To get it: ${how}.`);
console.log(`Pictures: ${folder}`);
const well = rows.every((row) => paths.every((path) => row.outcomes[path] === 'passed'));
process.exitCode = well ? 0 : 1;

async function readOptions() {
	const { values } = parseArgs({
		options: { only: { type: 'string' }, path: { type: 'string' }, pictures: { type: 'string' } }
	});
	const chosen = (given: string | undefined, all: string[]) => {
		const names = given?.split(',') ?? all;
		const unknown = names.filter((name) => !all.includes(name));
		if (unknown.length === 0) return all.filter((name) => names.includes(name));
		console.error(`Unknown: ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
		process.exit(2);
	};
	const folder = values.pictures ?? (await mkdtemp(join(tmpdir(), 'tien-do-engines-')));
	await mkdir(folder, { recursive: true });
	return {
		engines: chosen(values.only, Object.keys(ENGINES)),
		paths: chosen(values.path, Object.keys(PATHS)),
		folder
	};
}

async function tryEngine(name: string): Promise<Row> {
	let engine: Engine;
	try {
		engine = await ENGINES[name]!();
	} catch (error) {
		const why = (error as Error).message;
		const missing = error instanceof Missing;
		console.log(`  ✗ ${name} ${missing ? 'is missing' : `does not start: ${why}`}`);
		const outcome = missing ? 'missing' : 'failed';
		return {
			engine: name,
			outcomes: Object.fromEntries(paths.map((path) => [path, outcome])),
			...(missing && { how: why })
		};
	}
	console.log(`  ${engine.version}, over ${engine.by}`);
	const product = await products.start();
	const outcomes: Row['outcomes'] = {};
	for (const path of paths) outcomes[path] = await walk(name, engine, product, path);
	await product.stop();
	await engine.close();
	return { engine: engine.version, outcomes };
}

async function walk(
	name: string,
	engine: Engine,
	product: Product,
	path: string
): Promise<'passed' | 'failed'> {
	const begun = Date.now();
	const tabs: Tab[] = [];
	const picture: Walk['picture'] = async (tab, what) => {
		const width = await tab.evaluate(() => innerWidth);
		await writeFile(join(folder, `${name}-${what}-${width}.png`), await tab.picture());
	};
	const signIn: Walk['signIn'] = async (username, { width, height }) => {
		const tab = new Tab(await engine.open(), product.url);
		tabs.push(tab);
		await tab.browser.resize(width, height);
		await tab.goto('/login');
		await tab.fill('input[name=username]', username);
		await tab.fill('input[name=password]', product.password);
		await tab.press('Enter');
		await tab.until('sign in', (slug) => location.pathname.startsWith(`/${slug}/`), SLUG);
		return tab;
	};
	let failure: string | null = null;
	try {
		await PATHS[path]!({ product, signIn, picture });
	} catch (error) {
		failure = (error as Error).message;
		for (const [i, tab] of tabs.entries()) {
			await picture(tab, `failed-${path}-${i + 1}`).catch(() => undefined);
		}
	}
	for (const tab of tabs) await tab.browser.close().catch(() => undefined); // it may have crashed
	const seconds = ((Date.now() - begun) / 1000).toFixed(1);
	console.log(`  ${failure ? '✗' : '✓'} ${path} (${seconds} s)${failure ? `: ${failure}` : ''}`);
	return failure ? 'failed' : 'passed';
}
