import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { until } from './client.ts';

const program = 'pgbouncer';

/** The real program, where this machine has it: `apt-get install pgbouncer`. */
export const hasPgBouncer = spawnSync(program, ['--version']).status === 0;

export interface PgBouncer {
	/** The database behind it, one server connection for many clients, by transaction or by session. */
	transaction: string;
	session: string;
	stop: () => Promise<void>;
}

/** PgBouncer as it comes, in front of one database: nothing is ignored, nothing is allowed beyond its defaults. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
	const { hostname, port, pathname, username, password } = new URL(databaseUrl);
	const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
	const behind = `host=${hostname} port=${port} dbname=${pathname.slice(1)}`;
	const listens = await freePort();
	const lines = [
		'[databases]',
		`by_transaction = ${behind} pool_mode=transaction pool_size=3`,
		`by_session = ${behind} pool_mode=session pool_size=40`,
		'[pgbouncer]',
		'listen_addr = 127.0.0.1',
		`listen_port = ${listens}`,
		'unix_socket_dir =',
		'auth_type = plain',
		`auth_file = ${join(folder, 'users.txt')}`,
		'server_login_retry = 1'
	];
	writeFileSync(join(folder, 'pgbouncer.ini'), lines.join('\n'));
	writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`);
	chmodSync(folder, 0o755);
	// It refuses to run as root.
	const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
	const child = spawn(program, ['-q', join(folder, 'pgbouncer.ini')], {
		stdio: 'ignore',
		...account
	});
	await until('PgBouncer takes connections', () => answers(listens));
	const at = (name: string) => `postgres://${username}:${password}@127.0.0.1:${listens}/${name}`;
	return {
		transaction: at('by_transaction'),
		session: at('by_session'),
		stop: async () => {
			const ended = once(child, 'exit');
			child.kill('SIGINT');
			await ended;
			rmSync(folder, { recursive: true });
		}
	};
}

async function answers(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	const taken = await once(socket, 'connect').then(
		() => true,
		() => false
	);
	socket.destroy();
	return taken;
}

async function freePort(): Promise<number> {
	const given = process.env['PGBOUNCER_PORT'];
	if (given) return Number(given);
	const probe = createServer().listen(0, '127.0.0.1');
	await once(probe, 'listening');
	const { port } = probe.address() as AddressInfo;
	probe.close();
	await once(probe, 'close');
	return port;
}
