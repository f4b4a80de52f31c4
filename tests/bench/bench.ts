import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { Crowd, Void } from './crowd.ts';
import type { Result } from './measure/result.ts';
import { readPlan, type Row } from './plan.ts';
import { browser } from './rows/browser.ts';
import { growth } from './rows/growth.ts';
import { acknowledged } from './rows/acknowledged.ts';
import { hostile } from './rows/hostile.ts';
import { live } from './rows/live.ts';
import { memory } from './rows/memory.ts';
import { openStage } from './stage.ts';
import { tableOf } from './table.ts';

/** `npm run bench`: how fast the product is, as ratios to a floor measured in the same run. */
process.chdir(resolve(import.meta.dirname, '../..'));
const plan = readPlan();
const begun = Date.now();
const results: Result[] = [];
const stage = await openStage();
const crowd = new Crowd(2);
let failure: unknown;

async function part(title: string, rows: Row[], measure: () => Promise<Result[]>): Promise<void> {
	if (failure || !rows.some((row) => plan.rows.includes(row))) return;
	const start = Date.now();
	try {
		results.push(...(await measure()));
	} catch (error) {
		failure = error;
	}
	console.error(`  ${title}: ${((Date.now() - start) / 1000).toFixed(0)} s`);
}

await part('acknowledged', ['acknowledged'], () => acknowledged(stage, crowd, plan));
for (const screens of plan.screens) {
	const rows: Row[] = ['visible', 'rush', 'storm'];
	await part(`${screens} screens`, rows, () => live(stage, crowd, plan, screens));
}
await part('hostile', ['hostile'], () => hostile(stage, crowd, plan));
await part('memory', ['memory'], () => memory(stage, crowd, plan));
await part('growth', ['growth'], () => growth(stage, crowd, plan));
await part('browser', ['browser'], () => browser(stage, crowd, plan));
await crowd.stop();
await stage.close();

results.sort((a, b) => plan.rows.indexOf(a.row as Row) - plan.rows.indexOf(b.row as Row));
console.log(`\n${tableOf(results, !plan.quick)}\n`);
const reached = results.filter(({ ok }) => ok).length;
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(
	plan.quick
		? `${failure ? 'Not complete' : 'The bench works'} (${seconds} s). So short a run says nothing about speed.`
		: `${reached} of ${results.length} goals reached, in ${seconds} s.`
);
if (plan.json) {
	const machine = {
		processors: availableParallelism(),
		model: cpus()[0]?.model ?? '',
		memory: totalmem(),
		node: process.version
	};
	const ended = new Date().toISOString();
	await writeFile(
		plan.json,
		JSON.stringify({ ended, seconds, plan, machine, results }, null, '\t')
	);
}
if (failure) {
	console.error(failure instanceof Void ? `\nThis run is void: ${failure.message}` : failure);
	process.exit(1);
}
