import { readSettings } from '#lib/server/settings.ts';
import { openDatabase } from '#lib/server/db/open.ts';
import { runServer } from '#lib/server/run-server.ts';

// The production entry: settings from the environment, pages and live channel on one port.
const settings = readSettings(process.env);
const database = await openDatabase(settings);
const server = await runServer(settings, database.url);
const { log } = server.runtime;
log.info({ url: server.url }, 'listening');

let stopping = false;
async function stop(signal: string): Promise<void> {
	if (stopping) return;
	stopping = true;
	log.info({ signal }, 'stopping');
	// A database that does not answer must not keep a server that was told to go.
	setTimeout(() => process.exit(1), (settings.SHUTDOWN_SECONDS + 15) * 1000).unref();
	await server.stop();
	await database.stop();
	process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
