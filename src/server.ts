import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { openDatabase } from '#lib/server/db/open.ts';
import { runServer } from '#lib/server/run-server.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { runWorkers, sayListening } from '#lib/server/workers/primary.ts';

// The production entry: settings from the environment, pages and live channel on one port. With
// --workers N this process only looks after N others that do the work.

interface Running {
	url: string;
	stop: () => Promise<void>;
}

const { values } = parseArgs({ options: { workers: { type: 'string' } } });
const settings = readSettings({
	...process.env,
	...(values.workers !== undefined && { WORKERS: values.workers })
});
const log = pino({ level: settings.LOG_LEVEL, base: null });
const running = cluster.isWorker ? await beWorker(settings) : await beFirst(settings);

/** A worker is given a database that is open and migrated. */
async function beWorker({ DATABASE_URL }: Settings): Promise<Running> {
	if (DATABASE_URL === undefined) throw new Error('A worker was started without a database.');
	const server = await runServer(settings, DATABASE_URL);
	sayListening(server.url);
	return server;
}

async function beFirst({ WORKERS }: Settings): Promise<Running> {
	const database = await openDatabase(settings);
	try {
		const server =
			WORKERS > 1
				? await runWorkers(settings, database.url, log)
				: await runServer(settings, database.url);
		log.info({ url: server.url, workers: WORKERS }, 'listening');
		return { url: server.url, stop: () => server.stop().finally(() => database.stop()) };
	} catch (error) {
		await database.stop();
		throw error;
	}
}

let stopping = false;
async function stop(signal: string): Promise<void> {
	if (stopping) return;
	stopping = true;
	log.info({ signal }, 'stopping');
	// A database that does not answer must not keep a server that was told to go.
	setTimeout(() => process.exit(1), (settings.SHUTDOWN_SECONDS + 15) * 1000).unref();
	await running.stop();
	process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
