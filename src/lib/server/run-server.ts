import { resolve } from 'node:path';
import type { Settings } from './settings.ts';
import { HANDLER_SETTINGS, serve } from './http/serve.ts';
import { startRuntime, type Runtime } from './runtime.ts';

export interface RunningServer {
	url: string;
	runtime: Runtime;
	/** Ends sockets, lets open requests finish, closes the database's connections. */
	stop: () => Promise<void>;
}

/**
 * Runs the built pages, the API and the live channel on one port of this process. It listens when it can serve,
 * or as soon as it is known that it has to wait for its database (`runtime.opening.done`).
 * @throws what is wrong with the port, or with a database that is not worth waiting for
 */
export async function runServer(
	settings: Settings,
	databaseUrl: string,
	options: Parameters<typeof startRuntime>[2] = {}
): Promise<RunningServer> {
	const runtime = startRuntime(settings, databaseUrl, options);
	try {
		await runtime.opening.known;
		// The built handler reads these when it is imported.
		Object.assign(process.env, HANDLER_SETTINGS);
		const built = resolve(import.meta.dirname, '../../../build/handler.js');
		const { handler } = (await import(built)) as { handler: Parameters<typeof serve>[1] };
		const served = await serve(runtime, handler);
		const stop = async () => {
			await served.stop();
			await runtime.stop();
		};
		return { url: served.url, runtime, stop };
	} catch (error) {
		await runtime.stop();
		throw error;
	}
}
