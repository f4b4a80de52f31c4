import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { birthOf, commandOf } from './db/folder-lock.ts';

const LOOK_EVERY = 500;
/** Scripts of package.json that run until they are told to end. */
const LASTING = new Set(['start', 'demo', 'dev']);

/**
 * Calls back once when the npm that started this program is gone: npm does not pass on every signal, and a
 * SIGKILL nobody can, but a program left behind would keep port and data folder. Only npm is looked at: under
 * systemd, nohup or docker a parent may go and its program stay, and npm itself then lives on.
 */
export function onParentGone(gone: () => void): void {
	const { npm_lifecycle_event: script = '', npm_package_name: name } = process.env;
	if (name !== 'tien-do' || !LASTING.has(script)) return;
	const parent = process.ppid;
	// npm runs scripts in a shell, which may stay in between.
	const npm = isShell(parent) ? parentOf(parent) : parent;
	const born = npm && lifeOf(npm);
	const timer = setInterval(() => {
		if (process.ppid === parent && (!npm || lifeOf(npm) === born)) return;
		clearInterval(timer);
		gone();
	}, LOOK_EVERY);
	timer.unref();
}

const isShell = (pid: number) =>
	/^(ba|da|a|z|k)?sh$/.test(basename(commandOf(pid).split(' ')[0] ?? ''));

/** Changes when a process ends; elsewhere than on Linux asking more would start a program each time. */
function lifeOf(pid: number): string | null {
	if (process.platform === 'linux') return birthOf(pid);
	try {
		process.kill(pid, 0);
		return 'lives';
	} catch {
		return null;
	}
}

function parentOf(pid: number): number | null {
	try {
		return (
			Number.parseInt(execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)]).toString()) || null
		);
	} catch {
		return null;
	}
}
