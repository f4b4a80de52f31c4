import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The process that listens on a TCP port of this machine; null when it is not ours to see. */
export function portHolder(port: number): number | null {
	return process.platform === 'linux' ? holderOnLinux(port) : holderByLsof(port);
}

const LISTENS = '0A';

function holderOnLinux(port: number): number | null {
	const wanted = port.toString(16).toUpperCase().padStart(4, '0');
	const sockets = new Set<string>();
	for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
		for (const line of attempt(() => readFileSync(table, 'utf8'), '').split('\n')) {
			const fields = line.trim().split(/\s+/); // see proc_net_tcp(5): 1 is the address, 3 the state, 9 the inode
			if (fields[3] !== LISTENS || !fields[1]?.endsWith(`:${wanted}`)) continue;
			sockets.add(`socket:[${fields[9]}]`);
		}
	}
	if (sockets.size === 0) return null;
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		const folder = `/proc/${pid}/fd`;
		for (const file of attempt(() => readdirSync(folder), [])) {
			if (sockets.has(attempt(() => readlinkSync(`${folder}/${file}`), ''))) return Number(pid);
		}
	}
	return null;
}

function holderByLsof(port: number): number | null {
	const options = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
	const ask = () =>
		execFileSync('lsof', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	return Number.parseInt(attempt(ask, '')) || null;
}

function attempt<T>(look: () => T, otherwise: T): T {
	try {
		return look();
	} catch {
		return otherwise; // gone meanwhile, or somebody else's
	}
}
