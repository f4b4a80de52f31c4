import { pino } from 'pino';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Settings } from './settings.ts';
import type { DemoAccount } from './auth/demo-accounts.ts';
import { SessionMemory } from './auth/session-memory.ts';
import { SignInLimiter } from './auth/sign-in-limiter.ts';
import { BoundaryTexts } from './campaigns/boundary-text.ts';
import { Clockwork } from './clockwork/clockwork.ts';
import { CommandLimits } from './commands/limits.ts';
import { Refusals } from './commands/refusals.ts';
import type { CommandServices } from './commands/run-command.ts';
import { connect } from './db/connect.ts';
import { DatabaseHealth } from './db/health.ts';
import { directUrl, migrateDatabase } from './db/open.ts';
import { Opening } from './db/opening.ts';
import { Files } from './files/files.ts';
import { AccountReads } from './limits/account-reads.ts';
import { loadBoard } from './load-board.ts';
import { commands, FEATURES } from './features.ts';
import { Campaigns } from './log/campaigns.ts';
import { openTransports } from './notices/open-transports.ts';
import { Gateway } from './realtime/gateway.ts';

/** What a process has once: everything handlers, routes and sockets share. */
export interface Runtime extends CommandServices {
	settings: Settings;
	boundaries: BoundaryTexts;
	files: Files;
	health: DatabaseHealth;
	live: Gateway;
	reads: AccountReads;
	sessions: SessionMemory;
	signInLimiter: SignInLimiter;
	/** Accounts the sign-in page offers; only in the demo. */
	demo: { accounts: DemoAccount[] } | null;
	/** The database, which may be away when the process starts. */
	opening: Opening;
	stop: () => Promise<void>;
}

// The build has its own copy of this module and the entry another; one slot on globalThis serves both.
const SLOT = Symbol.for('tien-do.runtime');
const slots = globalThis as unknown as Record<symbol, Runtime | undefined>;

/** Milliseconds that a message under way has for its answer once the server goes. */
const LAST_WORDS = 2_000;

/** The runtime of this process. @throws before `startRuntime` */
export function runtime(): Runtime {
	const running = slots[SLOT];
	if (!running) throw new Error('The server has not been started.');
	return running;
}

/**
 * Opens the live channel, and the database as soon as it is there: migrates it and loads the campaigns.
 * Until then nothing but `/healthz` answers. Once per process.
 * @param supervised whether another process says, and decides, what becomes of a database that refuses
 */
export function startRuntime(
	settings: Settings,
	databaseUrl: string,
	{ demo = null, supervised = false }: { demo?: Runtime['demo']; supervised?: boolean } = {}
): Runtime {
	const log = pino({ level: settings.LOG_LEVEL, base: null });
	const { db, pool, distrust } = connect(databaseUrl, {
		max: settings.DATABASE_POOL,
		statementTimeout: 8_000,
		answerWithin: 10_000,
		log
	});
	// The log, sessions and presence do not wait behind commands, nor long for a database that is silent.
	const { db: tail } = connect(databaseUrl, {
		max: 3,
		applicationName: 'tien-do tail',
		statementTimeout: 4_000,
		answerWithin: 3_000,
		onSilence: distrust,
		log
	});
	const sessions = new SessionMemory();
	const direct = directUrl(settings, databaseUrl);
	const campaigns = new Campaigns(tail, direct, log, loadBoard);
	const commandLimiter = new RateLimiterMemory({
		points: settings.COMMANDS_PER_MINUTE,
		duration: 60
	});
	const limits = new CommandLimits(settings.LIMIT_FACTOR);
	const refusals = new Refusals(db);
	const forCommands = { db, pool, log, campaigns, commands, commandLimiter, limits, refusals };
	const live = new Gateway({ settings, tail, sessions, ...forCommands });
	const reads = new AccountReads(settings.LIMIT_FACTOR);
	const signInLimiter = new SignInLimiter();
	const files = new Files(settings, db, log, limits.counted);
	const leaving = new AbortController();
	const forFeatures = {
		...{ ...forCommands, tail, files, transports: openTransports(settings, db, leaving.signal) },
		noticesMade: () => void live.bell.look().catch(() => undefined) // the gateway looks again by itself
	};
	const clockwork = new Clockwork(
		log,
		FEATURES.flatMap(({ due }) => due?.(forFeatures) ?? [])
	);
	const prepare = async () => {
		await migrateDatabase(direct);
		await campaigns.start();
		clockwork.start();
	};
	const opening = new Opening(direct, prepare, { log, supervised });
	const stop = async () => {
		delete slots[SLOT];
		await opening.stop();
		await live.close();
		const hangUp = setTimeout(() => leaving.abort(), LAST_WORDS);
		await clockwork.stop();
		clearTimeout(hangUp);
		await campaigns.stop();
		await Promise.all([db.destroy(), tail.destroy()]);
	};
	const boundaries = new BoundaryTexts(tail, campaigns);
	campaigns.onArrival(({ id }) => void boundaries.of(id).catch(() => null));
	const health = new DatabaseHealth(tail);
	const services = { settings, boundaries, files, health, live, reads, sessions, ...forCommands };
	return (slots[SLOT] = { ...services, signInLimiter, demo, opening, stop });
}
