import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Place } from '#lib/server/db/embedded-place.ts';
import { birthOf, commandOf } from '#lib/server/db/folder-lock.ts';

/** PostgreSQL ended before it was ready; the message holds what it wrote. */
export class PostgresDidNotStart extends Error {
	override readonly name = 'PostgresDidNotStart';
	/** Its first line says where the log is; of the rest, PostgreSQL's own reason. */
	get sentence(): string {
		const [first = '', ...written] = this.message.split('\n');
		const reason = written.find((line) => /FATAL|PANIC|ERROR/.test(line)) ?? written.at(-1);
		return reason ? `${first} ${reason.trim()}` : first;
	}
	get portTaken(): boolean {
		return /could not bind|Address already in use/i.test(this.message);
	}
	/** A killed server, and its children, need a moment to be gone; the folder's lock says it is nobody else's. */
	get leftoversAlive(): boolean {
		return /pre-existing shared memory block|"postmaster\.pid" already exists/i.test(this.message);
	}
}

const settings = (port: number) =>
	Object.entries({
		listen_addresses: '127.0.0.1',
		port: String(port),
		unix_socket_directories: '',
		max_connections: '200',
		timezone: 'UTC',
		log_timezone: 'UTC',
		log_checkpoints: 'off',
		cluster_name: 'tien-do'
	}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * Starts the server and resolves once it takes connections. It runs in a session of its own, so a
 * Ctrl-C in the terminal reaches us and not the server: we decide when it stops. It writes to a
 * file, not to a pipe, so it can still end cleanly when we are killed.
 */
export async function launchPostgres(
	place: Place,
	{
		port,
		logFile,
		onSpawn
	}: { port: number; logFile: string; onSpawn: (child: ChildProcess) => void }
): Promise<void> {
	const cluster = join(place.home, 'cluster');
	const out = await open(logFile, 'a', 0o600);
	const { size } = await out.stat();
	const child = spawn(join(place.bin, 'postgres'), ['-D', cluster, ...settings(port)], {
		...place.account,
		cwd: '/',
		env: plainEnvironment,
		detached: true,
		stdio: ['ignore', out.fd, out.fd]
	});
	await out.close();
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	onSpawn(child);
	for (;;) {
		if (failure || hasEnded(child)) {
			const written = (await readFile(logFile)).subarray(size).toString('utf8').trim();
			throw new PostgresDidNotStart(`PostgreSQL did not start (log: ${logFile}).\n${written}`, {
				cause: failure
			});
		}
		const { pid, status } = await readPidFile(cluster);
		if (pid === child.pid && status === 'ready') return;
		await sleep(10);
	}
}

/** Stops a server whose owner was killed, and repairs what it may have left. */
export async function stopOrphan(home: string, log: (line: string) => void): Promise<void> {
	const cluster = join(home, 'cluster');
	const { pid, rest } = await readPidFile(cluster);
	if (pid === null) return;
	if (commandOf(pid).includes(cluster)) {
		log(`Stopping the PostgreSQL (process ${pid}) that outlived its owner.`);
		await endInOrder((signal) => process.kill(pid, signal), {
			ended: async (limit) => {
				const end = Date.now() + limit;
				while (birthOf(pid) !== null && Date.now() < end) await sleep(20);
				return birthOf(pid) === null;
			}
		});
		return;
	}
	// PostgreSQL would refuse to start where the number belongs to another program by now, or to a
	// zombie. The other lines stay: by them it finds out whether children of the dead server live.
	const nobody = 2 ** 31 - 2;
	await writeFile(join(cluster, 'postmaster.pid'), [nobody, ...rest].join('\n'));
}

/** Fast shutdown (a clean one), then immediate, then none at all. */
export async function endInOrder(
	kill: (signal: NodeJS.Signals) => unknown,
	{ ended }: { ended: (withinMs: number) => Promise<boolean> }
): Promise<void> {
	for (const [signal, limit] of [
		['SIGINT', 10_000],
		['SIGQUIT', 5_000],
		['SIGKILL', 5_000]
	] as const) {
		try {
			kill(signal);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
		if (await ended(limit)) return;
	}
	throw new Error('PostgreSQL does not stop, not even when killed.');
}

export const hasEnded = (child: ChildProcess) =>
	child.exitCode !== null || child.signalCode !== null;

/** postmaster.pid: line 1 is the process, line 8 its state (see `pg_ctl.c`). */
async function readPidFile(cluster: string) {
	const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
	const [first = '', ...rest] = text.split('\n');
	return { pid: Number.parseInt(first) || null, status: rest[6]?.trim(), rest };
}
