import type { Kysely } from 'kysely';
import type pg from 'pg';
import { pino, type Logger } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Settings } from './settings.ts';
import type { DemoAccount } from './auth/demo-accounts.ts';
import { SignInLimiter } from './auth/sign-in-limiter.ts';
import { connect } from './db/connect.ts';
import type { Database } from './db/schema.ts';
import { Campaigns } from './log/campaigns.ts';
import { Gateway } from './realtime/gateway.ts';

/** What a process has once: everything handlers, routes and sockets share. */
export interface Runtime {
	settings: Settings;
	log: Logger;
	db: Kysely<Database>;
	pool: pg.Pool;
	campaigns: Campaigns;
	live: Gateway;
	signInLimiter: SignInLimiter;
	commandLimiter: RateLimiterMemory;
	/** Accounts the sign-in page offers; only in the demo. */
	demo: { accounts: DemoAccount[] } | null;
	stop(): Promise<void>;
}

// The build has its own copy of this module and the entry another; one slot on globalThis serves both.
const SLOT = Symbol.for('tien-do.runtime');
const slots = globalThis as unknown as Record<symbol, Runtime | undefined>;

/** The runtime of this process. @throws before `startRuntime` */
export function runtime(): Runtime {
	const running = slots[SLOT];
	if (!running) throw new Error('The server has not been started.');
	return running;
}

/** Connects to the database, loads the campaigns and opens the live channel. Once per process. */
export async function startRuntime(
	settings: Settings,
	databaseUrl: string,
	demo: Runtime['demo'] = null
): Promise<Runtime> {
	const log = pino({ level: settings.LOG_LEVEL, base: null });
	const { db, pool } = connect(databaseUrl, { max: settings.DATABASE_POOL, log });
	const campaigns = new Campaigns(db, log);
	const running = {
		settings,
		log,
		db,
		pool,
		campaigns,
		signInLimiter: new SignInLimiter(),
		commandLimiter: new RateLimiterMemory({ points: settings.COMMANDS_PER_MINUTE, duration: 60 }),
		demo
	} as Runtime;
	running.live = new Gateway(running);
	running.stop = async () => {
		delete slots[SLOT];
		await running.live.close();
		await campaigns.stop();
		await db.destroy();
	};
	await campaigns.start(databaseUrl);
	slots[SLOT] = running;
	return running;
}
