import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { announce, appendFacts, type NewFact } from '#lib/server/log/append.ts';
import { report, until } from '../harness/client.ts';
import { Recount } from './recount.ts';
import { chance, longest, patience, rounds, tell } from './scale.ts';
import type { Screen } from './screen.ts';
import { sendByHttp } from './send.ts';
import { compareAll, HEALED_WITHIN } from './verdict.ts';
import { World } from './world.ts';

const SLEEPERS = rounds(4, 20);
/** Megabytes sent to every screen while they do not read. */
const RUSH = rounds(16, 200);
const MEGABYTE = 1024 * 1024;

test(`${SLEEPERS} screens that never read`, { timeout: patience }, async () => {
	const random = chance('never-reading');
	const world = await World.create();
	const server = await world.startServer();
	const awake = await world.openScreens(4, () => server.url);
	const token = await world.token('commune-19330');
	const administrator = { authorization: `Bearer ${await world.token('administrator')}` };
	const onServer = async () => {
		const health = await fetch(`${server.url}/healthz`, { headers: administrator });
		return ((await health.json()) as { screens: number }).screens;
	};

	/** Milliseconds from a report's answer until it stands on every screen that reads. */
	const travel = async () => {
		const input = report('19330', random.whole(0, 400));
		const command = { id: random.uuid(), type: 'report.submit', input };
		const answer = await sendByHttp(server.url, token, command);
		if (!answer.ok) throw new Error(JSON.stringify(answer));
		const start = performance.now();
		const reading = (screens: Screen[]) => screens.every(({ seq }) => seq >= answer.seq);
		await until('screens that read', () => reading(awake), HEALED_WITHIN);
		return Math.round(performance.now() - start);
	};

	await rush(world, RUSH); // what the server holds of its log in memory, it holds from here on
	await until('screens that read', () => awake.every(({ seq }) => seq >= RUSH * FACTS), 60_000);
	const before = memoryOf(server.pid);
	const sleepers = await world.openScreens(SLEEPERS, () => server.url);
	for (const screen of sleepers) screen.stopReading();
	const times: number[] = [];
	let most = 0;
	for (let sent = 0; sent < RUSH; sent++) {
		await rush(world, 1);
		times.push(await travel());
		most = Math.max(most, memoryOf(server.pid));
	}
	await until('who does not read is cut', async () => (await onServer()) === awake.length, 30_000);
	const wholes = sleepers.map((screen) => screen.wholes);
	for (const screen of sleepers) screen.readAgain();
	await until('they are back', async () => (await onServer()) >= awake.length + SLEEPERS, 30_000);
	const grown = Math.round((most - before) / MEGABYTE);
	tell('never-reading', {
		screens: SLEEPERS,
		'MB each': RUSH,
		'MB more in the server': grown,
		'longest ms to others': longest(times),
		resumed: sleepers.filter((screen, i) => screen.wholes === wholes[i]).length
	});
	expect(grown, 'MB held for screens that do not read').toBeLessThan(SLEEPERS + RUSH / 2 + 64);
	await compareAll(world, new Recount(world), [server.url]);
	for (const screen of sleepers) expect(screen.connections, 'connections').toBeGreaterThan(1);
});

/** Facts to a megabyte. */
const FACTS = 256;

/** Puts facts that change nothing into the log, some megabytes of them, as a rush would. */
async function rush({ db, campaign }: World, megabytes: number): Promise<void> {
	const data = { date: '2025-03-01', day: 1, text: 'x'.repeat(MEGABYTE / FACTS) };
	const fact: NewFact = { kind: 'day.opened', data };
	for (let sent = 0; sent < megabytes; sent++) {
		const facts = Array.from({ length: FACTS }, () => fact);
		await appendFacts(db, { campaignId: campaign.id, at: new Date(), actor: 'system', facts });
		await announce(db, campaign.id);
	}
}

/** Bytes a process holds in memory. */
function memoryOf(pid: number): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}
