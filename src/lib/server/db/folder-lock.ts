import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another living process owns the data folder. */
export class DataFolderInUse extends Error {
	override readonly name = 'DataFolderInUse';
	readonly folder: string;
	readonly pid: number;

	constructor(folder: string, pid: number) {
		const command = commandOf(pid).trim().slice(0, 60);
		const holder = command ? `process ${pid} (${command})` : `process ${pid}`;
		super(`The data folder ${folder} is in use by ${holder}; “kill ${pid}” ends it.`);
		this.folder = folder;
		this.pid = pid;
	}
}

/**
 * Makes this process the only owner of the folder until `release`. The lock of a process that was
 * killed is taken over. Throws `DataFolderInUse` while the owner lives.
 */
export async function lockFolder(folder: string): Promise<{ release(): void }> {
	const lock = join(folder, 'owner.json');
	const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) });
	const scratch = `${lock}.${process.pid}.${randomBytes(4).toString('hex')}`;
	await writeFile(scratch, mine, { mode: 0o600 });
	try {
		// A link appears with its content or not at all, so nobody reads a half-written lock.
		while (!(await linkUnlessTaken(scratch, lock))) {
			const theirs = await readFile(lock, 'utf8').catch(() => null);
			if (theirs === null) continue;
			refuseWhileAlive(folder, theirs);
			await removeStale(folder, lock, theirs);
		}
	} finally {
		await rm(scratch, { force: true });
	}
	return { release: () => rmSync(lock, { force: true }) };
}

async function linkUnlessTaken(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
		throw error;
	}
}

/** Two processes may find the same dead lock at once: whoever moved a living one aside puts it back. */
async function removeStale(folder: string, lock: string, stale: string): Promise<void> {
	const aside = `${lock}.stale.${process.pid}.${randomBytes(4).toString('hex')}`;
	try {
		await rename(lock, aside);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
		throw error;
	}
	const taken = await readFile(aside, 'utf8');
	if (taken !== stale) await linkUnlessTaken(aside, lock);
	await rm(aside, { force: true });
	if (taken !== stale) refuseWhileAlive(folder, taken);
}

function refuseWhileAlive(folder: string, lock: string): void {
	const owner = JSON.parse(lock) as { pid: number; born: string };
	if (birthOf(owner.pid) === owner.born) throw new DataFolderInUse(folder, owner.pid);
}

/**
 * When a process was born, in a form that no later process with the same number repeats.
 * Null when it is gone; a zombie is gone.
 */
export function birthOf(pid: number): string | null {
	if (process.platform === 'linux') {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3, see proc(5)
			if (fields[0] === 'Z' || fields[0] === 'X') return null;
			return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
		} catch {
			return null;
		}
	}
	const answer = ps(pid, 'state=', 'lstart=');
	return answer === '' || answer.startsWith('Z') ? null : answer.replace(/^\S+\s+/, '');
}

/** The command line of a process, or '' when it is gone. */
export function commandOf(pid: number): string {
	if (process.platform !== 'linux') return ps(pid, 'command=');
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
	} catch {
		return '';
	}
}

function ps(pid: number, ...columns: string[]): string {
	try {
		const options = columns.flatMap((column) => ['-o', column]);
		return execFileSync('ps', [...options, '-p', String(pid)], {
			encoding: 'utf8',
			env: { PATH: process.env['PATH'], LC_ALL: 'C' },
			stdio: ['ignore', 'pipe', 'ignore']
		}).trim();
	} catch {
		return '';
	}
}
