import { setTimeout as sleep } from 'node:timers/promises';
import { SLUG } from '../../harness/campaign.ts';
import type { Block, Crowd } from '../crowd.ts';
import type { Arrivals } from '../load/arrivals.ts';
import type { Attacked, AttackerCalls } from '../load/attacker.ts';
import { now } from '../load/clock.ts';
import { compared, type Result } from '../measure/result.ts';
import { quantile } from '../measure/statistics.ts';
import type { Plan } from '../plan.ts';
import { startRemote, type Remote } from '../remote.ts';
import { openSessions } from '../../harness/sessions.ts';
import type { Side, Stage } from '../stage.ts';
import { writeHistory } from './growth.ts';

const SCREENS = 119;
const PER_SECOND = 20;
const SECONDS = 12;
/** How often the server is asked how it is, in milliseconds. */
const ASK_EVERY = 40;
/** Two days with so many revisions put about 5,200 facts into the log. */
const HISTORY = { days: 2, revisions: 22 };

interface Measured {
	/** Milliseconds until other people's reports were acknowledged, and until the server said how it is. */
	report: number[];
	health: number[];
	/** Bytes of living objects and buffers. */
	living: number;
}

/** What others notice while one account does its worst, to the same without it. */
export async function hostile(stage: Stage, crowd: Crowd, plan: Plan): Promise<Result[]> {
	const { days, revisions } = plan.quick ? { days: 2, revisions: 2 } : HISTORY;
	const quiet: Measured[] = [];
	const beside: Measured[] = [];
	const attacker = startRemote<AttackerCalls>(new URL('../load/attacker.ts', import.meta.url));
	for (let block = 1; block <= plan.blocks; block++) {
		// A fresh server: what an attack left behind must not make the next quiet look dearer.
		const side = await stage.product({
			day: days + 1,
			fill: (database) => writeHistory(database, stage.campaignId, days, revisions),
			environment: { LIMIT_FACTOR: '1', COMMANDS_PER_MINUTE: '6000' }
		});
		const [account, ...others] = side.reporters;
		if (!account) throw new Error('there are no reporters');
		await crowd.openReporters({ ...side, reporters: others, dates: side.dates.slice(-1) });
		await crowd.openScreens(side, SCREENS);
		await visit(side);
		await measure(crowd, side, { ...plan, quick: true }, 0); // until it is warm
		quiet.push(await measure(crowd, side, plan, block));
		beside.push(await attacked(attacker, crowd, side, { ...plan, unit: account.unit }, block));
		await crowd.leave(side);
		await side.stop();
	}
	await attacker.stop();
	const line = { row: 'hostile', load: 'beside one account’s worst' };
	const p99 = (blocks: Measured[], key: 'report' | 'health') =>
		blocks.map((block) => quantile(block[key], 0.99));
	const living = (blocks: Measured[]) => blocks.map((block) => block.living / 1024 ** 2);
	return [
		compared(
			{ ...line, what: 'another’s report, p99, to quiet', unit: 'ms', goal: 3 },
			p99(beside, 'report'),
			p99(quiet, 'report')
		),
		compared(
			{ ...line, what: '/healthz, p99, to quiet', unit: 'ms', goal: 3 },
			p99(beside, 'health'),
			p99(quiet, 'health')
		),
		compared(
			{ ...line, what: 'living objects and buffers, to quiet', unit: 'MiB', goal: 1.5 },
			living(beside),
			living(quiet)
		)
	];
}

/** Ordinary visitors have opened pages before: an attack does not meet a server that has just started. */
async function visit({ port, database }: Side): Promise<void> {
	const visitors = ['leader', 'coordinator', 'administrator', 'district-461'];
	for (const token of await openSessions(database, visitors)) {
		const headers = { authorization: `Bearer ${token}` };
		for (const path of [`/${SLUG}/map`, `/${SLUG}/requests`, `/api/v1/campaigns/${SLUG}/facts`]) {
			const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
			if (!response.ok) throw new Error(`${path} answered ${response.status}`);
			await response.arrayBuffer();
		}
	}
}

async function attacked(
	attacker: Remote<AttackerCalls>,
	crowd: Crowd,
	side: Side,
	plan: Plan & { unit: string },
	block: number
): Promise<Measured> {
	const [token = ''] = await openSessions(side.database, [`commune-${plan.unit}`]);
	const attack = {
		...{ port: side.port, campaign: SLUG, token, unit: plan.unit, head: side.head },
		milliseconds: (plan.quick ? 2 : SECONDS + 2) * 1000
	};
	const attacking = attacker.ask('run', attack);
	await sleep(1000);
	const measured = await measure(crowd, side, plan, block);
	const tally = await attacking;
	await attacker.ask('stop', undefined);
	console.error(`    ${said(tally)}`);
	return measured;
}

/** The attack as it went: how much of each kind was granted. */
const said = (tally: Attacked) =>
	Object.entries(tally)
		.map(([kind, { granted, refused }]) => `${kind} ${granted}/${granted + refused}`)
		.join(', ');

async function measure(crowd: Crowd, side: Side, plan: Plan, seed: number): Promise<Measured> {
	const seconds = plan.quick ? 1 : SECONDS;
	const count = PER_SECOND * seconds;
	const arrivals: Arrivals = { kind: 'random', perSecond: PER_SECOND, count, seed };
	const stop = new AbortController();
	const asking = askHealth(side.port, stop.signal);
	const { acknowledged: report }: Block = await crowd.block(side, arrivals);
	stop.abort();
	const health = await asking;
	const { living } = await side.meter.memory();
	return { report, health, living };
}

/** Asks at fixed moments, whatever became of the question before. @returns milliseconds of each */
async function askHealth(port: number, stop: AbortSignal): Promise<number[]> {
	const asked: Promise<number>[] = [];
	const begin = now();
	for (let i = 0; !stop.aborted; i++) {
		const due = begin + i * ASK_EVERY;
		if (due > now()) await sleep(due - now());
		const answered = fetch(`http://127.0.0.1:${port}/healthz`).then((r) => r.arrayBuffer());
		// Not even connected: as late as it was given up.
		asked.push(answered.catch(() => undefined).then(() => now() - due));
	}
	return await Promise.all(asked);
}
