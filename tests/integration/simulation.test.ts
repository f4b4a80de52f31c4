import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBoard } from '#lib/server/load-board.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import type { Amounts } from '#lib/campaign/campaign.ts';
import { snapshotOf, type Snapshot } from '#lib/protocol/snapshot.ts';
import { planCampaign, type SimulatedAction } from '#lib/simulation/plan.ts';
import { simulate } from '../../src/cli/simulation/simulate.ts';
import { createCampaign, SLUG, type TestCampaign } from '../harness/campaign.ts';
import { signIn } from '../harness/client.ts';
import type { TestDatabase } from '../harness/database.ts';
import { startServer, type TestProcess } from '../harness/server.ts';

const DAYS = 2;
const SEED = '2025';
const SECONDS_PER_DAY = 6;
/** However long a busy machine takes to start the server again, no day locks meanwhile. */
const LOCK_AFTER_DAYS = 30;

let database: TestDatabase;
let campaign: TestCampaign;
let server: TestProcess;

beforeAll(async () => {
	({ database, campaign } = await createCampaign({ secondsPerDay: 86_400 }));
	await database.db.updateTable('campaign').set({ lock_after_days: LOCK_AFTER_DAYS }).execute();
	server = await startServer(database.url);
});
afterAll(async () => {
	await server.stop();
	await database.drop();
});

const run = (options: { log?: (line: string) => void; signal?: AbortSignal } = {}) =>
	simulate({
		baseUrl: server.url,
		campaign: SLUG,
		accounts: campaign.accounts,
		seed: SEED,
		untilDay: DAYS,
		...options
	});

/** Sets the clock going from the first morning to the last night. */
function startClock(): Promise<void> {
	return setClock(database.db, campaign.id, {
		set_at: new Date().toISOString(),
		shows: '2025-03-01T06:30:00+07:00',
		seconds_per_day: SECONDS_PER_DAY,
		runs: { from: '06:30', to: '22:00' },
		stops_at: '2025-03-02T21:59:59+07:00'
	});
}

/** What the plan says each commune has done, by its own arithmetic. */
function expected(actions: SimulatedAction[]): Record<string, Amounts> {
	const fields = new Map<string, { unit: string; measure: string; amount: number }>();
	for (const { unit, command } of actions) {
		if (command.type !== 'report.submit') continue;
		for (const { category, measure, amount } of command.input.lines) {
			fields.set([unit, command.input.date, category, measure].join(' '), {
				unit,
				measure,
				amount
			});
		}
	}
	const sums: Record<string, Amounts> = {};
	for (const { unit, measure, amount } of fields.values()) {
		const sum = (sums[unit] ??= { books: 0, cases: 0 });
		sum[measure] = (sum[measure] ?? 0) + amount;
	}
	return sums;
}

async function recount(): Promise<Record<string, Amounts>> {
	const rows = await database.db
		.selectFrom('report_line')
		.select(['unit_code', 'measure', (eb) => eb.fn.sum<number>('amount').as('amount')])
		.where('campaign_id', '=', campaign.id)
		.groupBy(['unit_code', 'measure'])
		.execute();
	const sums: Record<string, Amounts> = {};
	for (const { unit_code, measure, amount } of rows) {
		(sums[unit_code] ??= { books: 0, cases: 0 })[measure] = amount;
	}
	return sums;
}

async function snapshot(): Promise<Snapshot> {
	const token = await signIn(server.url, 'leader', campaign.password);
	const response = await fetch(`${server.url}/api/v1/campaigns/${SLUG}/snapshot`, {
		headers: { authorization: `Bearer ${token}` }
	});
	return (await response.json()) as Snapshot;
}

test('it stops at once when told to', async () => {
	const stop = new AbortController();
	const log = (line: string) => {
		if (line.includes('signed in')) stop.abort();
	};
	expect(await run({ log, signal: stop.signal })).toEqual({ sent: 0, refused: 0 });
});

test('two days of 119 communes are in the database as planned, whatever happens to the server', async () => {
	const board = await loadBoard(database.db, campaign.id);
	const { units } = snapshotOf(board, new Date());
	const actions = planCampaign({ campaign: board.campaign, units, seed: SEED }).filter(
		({ at }) => at < '2025-03-02T17:00:00Z'
	);
	const restarts: Promise<void>[] = [];
	const restart = async () => {
		const { port } = server;
		await server.kill();
		server = await startServer(database.url, { PORT: String(port) });
	};
	const refusals: string[] = [];
	const outcome = await run({
		log: (line) => {
			if (line.includes('was refused')) refusals.push(line);
			if (line.includes('signed in')) void startClock();
			if (line.startsWith('day 1:')) restarts.push(restart());
		}
	});
	await Promise.all(restarts);
	expect(restarts).toHaveLength(1);
	expect(refusals).toEqual([]);
	expect(outcome).toEqual({ sent: actions.length, refused: 0 });

	const counted = await recount();
	expect(counted).toEqual(expected(actions));
	expect(Object.keys(counted).length).toBeGreaterThan(110);
	const shown = await snapshot();
	const communes = shown.units.filter(({ level }) => level === 'commune');
	expect(communes).toHaveLength(119);
	for (const { code, done } of communes) {
		expect(done, code).toEqual(counted[code] ?? { books: 0, cases: 0 });
	}
	for (const district of shown.units.filter(({ level }) => level === 'district')) {
		expect(district.unallocated).toEqual({ books: 0, cases: 0 });
	}
	// Communes also answer what officers return: the same figure again, with a note.
	const answers = await database.db
		.selectFrom('report_review')
		.select('date')
		.where('verdict', '=', 'returned')
		.execute();
	const revisions = await database.db.selectFrom('report_revision').select('note').execute();
	const confirmed = revisions.filter(({ note }) => note?.startsWith('Đã đối chiếu'));
	const reports = actions.filter(({ command }) => command.type === 'report.submit');
	expect(revisions.length - confirmed.length).toBe(reports.length);
	expect(confirmed.length).toBeLessThanOrEqual(answers.length);
}, 120_000);

test('started again, it finds that nothing is left to do', async () => {
	const { seq } = await snapshot();
	expect(await run()).toEqual({ sent: 0, refused: 0 });
	// Officers and groups are not planned: they may have had something left to answer or to arrange.
	const planned = ['target.declared', 'report.submitted', 'report.corrected'] as const;
	const told = database.db.selectFrom('fact').select(['kind', 'actor']).where('seq', '>', seq);
	expect(await told.where('kind', 'in', planned).execute()).toEqual([]);
});
