import { addDays, instantAt } from '#lib/campaign/calendar/calendar.ts';
import { setClock } from '#lib/server/campaigns/set-clock.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';
import { startServer } from '../harness/server.ts';
import { prepareTestServer } from '../harness/test-server.ts';
import type { FloorCalls } from './floor/server.ts';
import { Meters, type Meter } from './measure/meters.ts';
import { startRemote } from './remote.ts';
import { openSessions } from '../harness/sessions.ts';

/** Working groups that have an account. */
const GROUPS = 8;
/** Connections that either server has to the database. */
const POOL = 10;
const ZONE = 'Asia/Ho_Chi_Minh';
export const FIRST_DAY = '2025-03-01';

/** A server under load, floor or product, on a database of its own. */
export interface Side {
	set: string;
	port: number;
	meter: Meter;
	database: TestDatabase;
	/** How a reporter of each commune and a screen say who they are. */
	reporters: { unit: string; auth: object }[];
	screens: (count: number) => Promise<object[]>;
	/** Days that take reports, and the revision that each commune's has. */
	dates: string[];
	revision: number;
	/** Number of the newest fact. */
	head: number;
	stop: () => Promise<void>;
}

/** The campaign as a server finds it. */
interface Situation {
	/** Day of the campaign, from 1; the two before it still take reports. */
	day: number;
	/** Writes reports into the database before anything starts. */
	fill?: (database: TestDatabase) => Promise<void>;
	/** Revision the open days have then. */
	revision?: number;
	/** Settings of the product besides the usual ones of a bench. */
	environment?: Record<string, string>;
}

/** PostgreSQL, and a campaign in it that every server gets a copy of. */
export interface Stage {
	campaignId: number;
	communes: string[];
	floor: (situation?: Situation) => Promise<Side>;
	product: (situation?: Situation) => Promise<Side>;
	close: () => Promise<void>;
}

/** Late enough for three days to be open, so that 200 reports at once are of 200 communes' days. */
const THIRD_DAY: Situation = { day: 3 };

export async function openStage(): Promise<Stage> {
	const { server, close: closeServer } = await prepareTestServer();
	const meters = await new Meters().listen();
	const { template, id: campaignId, accounts } = server.campaign;
	const prepared = { ...server, template };
	const communes = accounts.flatMap(({ role, unit }) =>
		role === 'focal_point' && unit ? [unit] : []
	);

	/** A copy of the campaign on a day of its own; the product reads its head when it starts. */
	async function copy({ day, fill }: Situation): Promise<TestDatabase> {
		const database = await createTestDatabase(prepared);
		await fill?.(database);
		const today = addDays(FIRST_DAY, day - 1);
		await setClock(database.db, campaignId, {
			set_at: new Date().toISOString(),
			shows: instantAt(today, 8 * 3_600_000, ZONE).toISOString(),
			seconds_per_day: 86_400
		});
		return database;
	}
	/** Servers that are running: a part that failed leaves its own behind. */
	const running = new Set<() => Promise<void>>();
	function stopping(...steps: (() => Promise<void>)[]): () => Promise<void> {
		const stop = async () => {
			if (!running.delete(stop)) return;
			for (const step of steps) await step();
		};
		running.add(stop);
		return stop;
	}
	const openDays = (day: number) =>
		[day - 2, day - 1, day].filter((at) => at > 0).map((at) => addDays(FIRST_DAY, at - 1));
	const headOf = async ({ db }: TestDatabase) =>
		(await db.selectFrom('campaign').select('head_seq').executeTakeFirstOrThrow()).head_seq;

	async function floor(situation = THIRD_DAY): Promise<Side> {
		const database = await copy(situation);
		const { environment, meter } = meters.next();
		const remote = startRemote<FloorCalls>(new URL('./floor/server.ts', import.meta.url), {
			...environment,
			NODE_ENV: 'production'
		});
		const stop = stopping(remote.stop, database.drop);
		const port = await remote.ask('listen', { url: database.url, pool: POOL, campaignId });
		return {
			...{ set: `floor ${port}`, port, meter, database },
			reporters: communes.map((unit) => ({ unit, auth: {} })),
			screens: (count) => Promise.resolve(Array.from({ length: count }, () => ({}))),
			dates: openDays(situation.day),
			revision: situation.revision ?? 0,
			head: await headOf(database),
			stop
		};
	}

	async function product(situation = THIRD_DAY): Promise<Side> {
		const database = await copy(situation);
		const { environment, meter } = meters.next();
		const process = await startServer(database.url, {
			...environment,
			DATABASE_POOL: String(POOL),
			COMMANDS_PER_MINUTE: '1000000',
			// Thousands of screens share eight accounts here.
			LIMIT_FACTOR: '1000',
			...situation.environment
		});
		const stop = stopping(process.stop, database.drop);
		const tokens = await openSessions(
			database,
			communes.map((unit) => `commune-${unit}`)
		);
		return {
			...{ set: `product ${process.port}`, port: process.port, meter, database },
			reporters: communes.map((unit, i) => ({ unit, auth: { token: tokens[i] } })),
			screens: async (count) => {
				const members = Array.from({ length: count }, (_, i) => `group-${(i % GROUPS) + 1}`);
				const sessions = await openSessions(database, members);
				return sessions.map((token) => ({ token }));
			},
			dates: openDays(situation.day),
			revision: situation.revision ?? 0,
			head: await headOf(database),
			stop
		};
	}

	const close = async () => {
		for (const stop of running) await stop();
		meters.close();
		await closeServer();
	};
	return { campaignId, communes, floor, product, close };
}
