import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import type { Settings } from '../settings.ts';
import { environmentOf } from './place.ts';

/** A worker that dies is replaced after this long, twice as long each time it does not live long. */
const BACK_OFF = { least: 200, most: 10_000, settled: 30_000 };

interface Listening {
	listening: string;
}

/** What a worker tells the process that started it. */
export function sayListening(url: string): void {
	process.send?.({ listening: url } satisfies Listening);
}

interface Workers {
	/** Where they all listen. */
	url: string;
	/** Lets every worker say goodbye and finish; kills those that do not. */
	stop: () => Promise<void>;
}

/**
 * Runs this program as several workers on one port and one database, and replaces those that die.
 * @throws when the first of them do not come to listen: the port is taken, the database unreachable
 */
export async function runWorkers(
	settings: Settings,
	databaseUrl: string,
	log: Logger
): Promise<Workers> {
	const port = String(await freePort(settings));
	new RateLimiterClusterMaster(); // counts for all workers together
	const folder = await mkdtemp(join(tmpdir(), 'tien-do-workers-'));
	const running = new Map<number, Worker>();
	let stopping = false;

	/** Starts the worker of a slot and keeps the slot filled. @returns its address when it listens */
	const fill = (slot: number, wait = BACK_OFF.least): Promise<string> => {
		const startedAt = Date.now();
		const place = environmentOf({ slot, folder });
		const worker = cluster.fork({ ...place, DATABASE_URL: databaseUrl, PORT: port });
		running.set(slot, worker);
		worker.on('error', (error) => log.warn({ err: error, slot }, 'a worker could not be reached'));
		return new Promise((resolve, reject) => {
			let listened = false;
			worker.on('message', ({ listening }: Partial<Listening>) => {
				if (listening === undefined) return;
				listened = true;
				resolve(listening);
			});
			worker.once('exit', (code, signal) => {
				running.delete(slot);
				if (stopping) return reject(new Error('stopping'));
				log.warn({ slot, code, signal }, 'a worker ended');
				const settled = listened && Date.now() - startedAt > BACK_OFF.settled;
				const pause = settled ? BACK_OFF.least : wait;
				reject(new Error(`worker ${slot} ended with ${signal ?? code} before it listened`));
				if (!listened && !started) return;
				setTimeout(() => {
					if (stopping) return;
					fill(slot, Math.min(pause * 2, BACK_OFF.most)).then(
						() => log.info({ slot }, 'a worker was replaced'),
						() => undefined
					);
				}, pause);
			});
		});
	};

	const stop = async () => {
		stopping = true;
		for (const worker of running.values()) worker.process.kill('SIGTERM');
		const end = Date.now() + (settings.SHUTDOWN_SECONDS + 10) * 1000;
		while (running.size > 0 && Date.now() < end) await sleep(20);
		for (const worker of running.values()) worker.process.kill('SIGKILL');
		await rm(folder, { recursive: true, force: true });
	};

	let started = false;
	try {
		const slots = Array.from({ length: settings.WORKERS }, (_, index) => index + 1);
		const urls = await Promise.all(slots.map((slot) => fill(slot)));
		started = true;
		return { url: urls[0] ?? '', stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** The port all will share. @throws when somebody has it: workers share theirs with whoever shares it too */
async function freePort({ PORT, HOST }: Settings): Promise<number> {
	const probe = createServer().listen(PORT, HOST);
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
