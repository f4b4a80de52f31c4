import cluster from 'node:cluster';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { directUrl, migrateDatabase, openDatabase } from '#lib/server/db/open.ts';
import { Opening } from '#lib/server/db/opening.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';
import { runServer } from '#lib/server/run-server.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { onParentGone } from '#lib/server/watch-parent.ts';
import { runWorkers, sayListening } from '#lib/server/workers/primary.ts';

// The production entry: settings from the environment, pages and live channel on one port. With
// --workers N this process only looks after N others that do the work. It listens at once; a database
// that is away is waited for.

interface Running {
	url: string;
	opening: Opening;
	stop: () => Promise<void>;
}

const started = failInOneSentence();
const { values } = parseArgs({ options: { workers: { type: 'string' } } });
const settings = readSettings({
	...process.env,
	...(values.workers !== undefined && { WORKERS: values.workers })
});
const log = pino({ level: settings.LOG_LEVEL, base: null });
const running = cluster.isWorker ? await beWorker(settings) : await beFirst(settings);
started();

/** A worker is given the address of a database; who started it migrates that, and says what is wrong with it. */
async function beWorker({ DATABASE_URL }: Settings): Promise<Running> {
	if (DATABASE_URL === undefined) throw new Error('A worker was started without a database.');
	const { url, runtime, stop } = await runServer(settings, DATABASE_URL, { supervised: true });
	sayListening(url);
	return { url, opening: runtime.opening, stop };
}

async function beFirst({ WORKERS }: Settings): Promise<Running> {
	const database = await openDatabase(settings);
	try {
		const server = await (WORKERS > 1 ? beSupervisor(database.url) : beAlone(database.url));
		log.info({ url: server.url, workers: WORKERS }, 'listening');
		return { ...server, stop: () => server.stop().finally(() => database.stop()) };
	} catch (error) {
		await database.stop();
		throw error;
	}
}

async function beAlone(databaseUrl: string): Promise<Running> {
	const { url, runtime, stop } = await runServer(settings, databaseUrl);
	return { url, opening: runtime.opening, stop };
}

async function beSupervisor(databaseUrl: string): Promise<Running> {
	const direct = directUrl(settings, databaseUrl);
	const opening = new Opening(direct, () => migrateDatabase(direct), { log });
	const workers = runWorkers(settings, databaseUrl, log);
	try {
		const [{ url, stop }] = await Promise.all([workers, opening.known]);
		return { url, opening, stop: () => opening.stop().then(stop) };
	} catch (error) {
		await opening.stop();
		await workers.then(({ stop }) => stop()).catch(() => undefined);
		throw error;
	}
}

let stopping = false;
async function stop(signal: string, code = 0): Promise<void> {
	if (stopping) return;
	stopping = true;
	log.info({ signal }, 'stopping');
	// A database that does not answer must not keep a server that was told to go.
	setTimeout(() => process.exit(1), (settings.SHUTDOWN_SECONDS + 15) * 1000).unref();
	await running.stop();
	process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
if (!cluster.isWorker) onParentGone(() => void stop('parent gone'));
running.opening.done.catch((error: unknown) => {
	console.error(sentenceOf(error));
	void stop('the database refuses', 1);
});
