import { execFile, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
	findPlace,
	giveTo,
	makePrivateFolder,
	plainEnvironment,
	type Place
} from '#lib/server/db/embedded-place.ts';
import {
	ADMIN,
	APPLICATION,
	dropDatabase,
	ensureApplication,
	ensureDatabase,
	withDatabase
} from '#lib/server/db/embedded-roles.ts';
import { lockFolder } from '#lib/server/db/folder-lock.ts';
import { onExit } from '#lib/server/db/on-exit.ts';
import {
	endInOrder,
	hasEnded,
	launchPostgres,
	PostgresDidNotStart,
	stopOrphan
} from '#lib/server/db/postgres-process.ts';

export interface EmbeddedOptions {
	/** Holds the cluster, its password and its log. One instance at a time. */
	dataDir: string;
	/** Default: the port of the last start, or any free one. */
	port?: number;
	/** Told what is out of the ordinary: a moved folder, a recovery. */
	log?: (line: string) => void;
}

export interface Embedded {
	/** Of the database `tien_do`, as the application: owner of its databases, no superuser. */
	url: string;
	/** Of the server, as its administrator: for backups and tests, never for the application. */
	adminUrl: string;
	/** Another database of the application's, made unless it is there. @returns its address */
	open(name: string, options?: { fresh?: boolean }): Promise<string>;
	stop(): Promise<void>;
}

interface Instance {
	/** The administrator's. */
	password: string;
	/** The application's; absent where an earlier version made the instance. */
	application?: string;
	port: number;
}

const DATABASE = 'tien_do';

/**
 * Starts a real PostgreSQL on 127.0.0.1 and keeps it running until `stop`: one that is killed is
 * started again on the same port. Throws `DataFolderInUse` while another process owns the folder.
 */
export async function startEmbedded({
	dataDir,
	port,
	log = () => {}
}: EmbeddedOptions): Promise<Embedded> {
	await mkdir(dataDir, { recursive: true });
	const folder = await realpath(dataDir);
	const lock = await lockFolder(folder).catch((error: unknown) => {
		throw explained(error, folder);
	});
	try {
		const place = await findPlace(folder, log);
		await stopOrphan(place.home, log);
		const instance = await prepareCluster(folder, place);
		const logFile = join(folder, 'postgres.log');
		if (existsSync(logFile)) await rename(logFile, join(folder, 'postgres.previous.log'));
		const server = new Server(place, logFile, log);
		const forget = onExit(() => {
			server.endNow();
			lock.release();
		});
		const stop = async () => {
			await server.stop();
			forget();
			lock.release();
		};
		try {
			await server.start(port ?? instance.port, { mayMove: port === undefined });
			await remember(folder, { ...instance, port: server.port });
			const { adminUrl, url } = addresses({ ...instance, port: server.port });
			await ensureApplication(adminUrl, instance.application);
			const open = async (name: string, { fresh = false } = {}) => {
				if (fresh) await dropDatabase(adminUrl, name);
				await ensureDatabase(adminUrl, name);
				return withDatabase(url, name);
			};
			await open(DATABASE);
			let stopped: Promise<void> | undefined;
			return { url, adminUrl, open, stop: () => (stopped ??= stop()) };
		} catch (error) {
			await stop();
			throw error;
		}
	} catch (error) {
		lock.release();
		throw explained(error, folder);
	}
}

/**
 * The address of the instance that another process runs on this folder, for command-line tasks
 * beside a running server.
 */
export async function urlOfRunning(dataDir: string): Promise<string> {
	const text = await readFile(join(dataDir, 'instance.json'), 'utf8');
	return addresses(JSON.parse(text) as Instance).url;
}

function explained(error: unknown, folder: string): unknown {
	if ((error as NodeJS.ErrnoException).code !== 'EACCES') return error;
	return new Error(`The data folder ${folder} belongs to another user.`, { cause: error });
}

function addresses({ password, application, port }: Instance): { adminUrl: string; url: string } {
	const at = (user: string, secret: string, database: string) =>
		`postgres://${user}:${secret}@127.0.0.1:${port}/${database}`;
	return {
		adminUrl: at(ADMIN, password, 'postgres'),
		// Beside a server of an earlier version there is no other role.
		url: application ? at(APPLICATION, application, DATABASE) : at(ADMIN, password, DATABASE)
	};
}

/** One PostgreSQL process after another on the same cluster and port. */
class Server {
	port = 0;
	readonly #place: Place;
	readonly #logFile: string;
	readonly #log: (line: string) => void;
	#child: ChildProcess | undefined;
	#restart: Promise<void> | undefined;
	#stopping = false;

	constructor(place: Place, logFile: string, log: (line: string) => void) {
		this.#place = place;
		this.#logFile = logFile;
		this.#log = log;
	}

	async start(port: number, { mayMove }: { mayMove: boolean }): Promise<void> {
		this.port = port;
		for (let tries = 5; ; tries--) {
			try {
				return await this.#launch();
			} catch (error) {
				const portTaken = error instanceof PostgresDidNotStart && error.portTaken;
				if (!portTaken || !mayMove || tries === 0) throw error;
				this.port = await freePort();
			}
		}
	}

	async #launch(): Promise<void> {
		for (let tries = 100; ; tries--) {
			try {
				await launchPostgres(this.#place, {
					port: this.port,
					logFile: this.#logFile,
					onSpawn: (child) => {
						this.#child = child;
						child.unref(); // a program that forgets `stop` still ends
					}
				});
				break;
			} catch (error) {
				const leftovers = error instanceof PostgresDidNotStart && error.leftoversAlive;
				if (!leftovers || this.#stopping || tries === 0) throw error;
				await sleep(100);
			}
		}
		const restart = () => (this.#restart = this.#startAgain());
		if (this.#child && hasEnded(this.#child)) void restart();
		else this.#child?.once('exit', () => void restart());
	}

	async #startAgain(): Promise<void> {
		while (!this.#stopping) {
			this.#log('PostgreSQL ended unexpectedly: starting it again.');
			try {
				return await this.#launch();
			} catch (error) {
				if (this.#stopping) return;
				this.#log(String(error));
				await sleep(1000, undefined, { ref: false });
			}
		}
	}

	async stop(): Promise<void> {
		this.#stopping = true;
		await this.#endChild();
		await this.#restart; // it may have put a new child in the place of the one that ended
		await this.#endChild();
	}

	async #endChild(): Promise<void> {
		const child = this.#child;
		if (!child || child.pid === undefined || hasEnded(child)) return;
		child.ref();
		const gone = new Promise<boolean>((done) => child.once('exit', () => done(true)));
		await endInOrder((signal) => child.kill(signal), {
			ended: (limit) => Promise.race([gone, sleep(limit, false, { ref: false })])
		});
	}

	/** For a process that is about to end and cannot wait: PostgreSQL finishes by itself. */
	endNow(): void {
		this.#stopping = true;
		if (this.#child && !hasEnded(this.#child)) this.#child.kill('SIGINT');
	}
}

async function prepareCluster(folder: string, place: Place): Promise<Required<Instance>> {
	const cluster = join(place.home, 'cluster');
	const known = await readIfPresent(join(folder, 'instance.json'));
	if (known === null && existsSync(cluster)) {
		if (place.home === folder) {
			throw new Error(`${folder} holds a database but instance.json, its password, is missing.`);
		}
		await rm(cluster, { recursive: true }); // its data folder was deleted, so it was meant to go
	}
	const secret = () => randomBytes(24).toString('hex');
	const kept: Instance = known
		? (JSON.parse(known) as Instance)
		: { password: secret(), port: await freePort() };
	const instance = { application: secret(), ...kept };
	await remember(folder, instance);
	if (!existsSync(cluster)) await initCluster(place, instance.password);
	return instance;
}

function readIfPresent(file: string): Promise<string | null> {
	return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return null;
		throw error;
	});
}

async function remember(folder: string, instance: Instance): Promise<void> {
	const file = join(folder, 'instance.json');
	await writeFile(`${file}.new`, JSON.stringify(instance), { mode: 0o600 });
	await rename(`${file}.new`, file);
}

/** Made aside and renamed when complete, so an interrupted start leaves nothing half done. */
async function initCluster(place: Place, password: string): Promise<void> {
	const cluster = join(place.home, 'cluster');
	const passwordFile = join(place.home, 'initdb-password');
	await makePrivateFolder(`${cluster}.new`, place.account);
	await writeFile(passwordFile, password, { mode: 0o600 });
	await giveTo(passwordFile, place.account);
	try {
		await promisify(execFile)(
			join(place.bin, 'initdb'),
			[
				`--pgdata=${cluster}.new`,
				`--username=${ADMIN}`,
				`--pwfile=${passwordFile}`,
				'--auth=scram-sha-256',
				'--encoding=UTF8',
				// PostgreSQL's own UTF-8 rules: the same on every machine, whatever locales it has.
				'--locale=C',
				'--locale-provider=builtin',
				'--builtin-locale=C.UTF-8'
			],
			{ ...place.account, cwd: '/', env: plainEnvironment }
		);
	} finally {
		await rm(passwordFile, { force: true });
	}
	await rename(`${cluster}.new`, cluster);
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});
}
