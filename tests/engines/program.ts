import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { onExit } from '#lib/server/db/on-exit.ts';

/** What a program may take to say that it is ready, in milliseconds. */
const READY_WITHIN = 60_000;
/** What it may take to end after SIGTERM. */
const ENDS_WITHIN = 5_000;

export interface Program {
	/** What it said when it was ready: the first match of the asked pattern. */
	ready: RegExpExecArray;
	stop: () => Promise<void>;
}

/** Starts a program in a process group of its own and waits until it has written what matches `ready`. */
export async function startProgram(
	program: string,
	parameters: string[],
	ready: RegExp,
	environment: Record<string, string> = {}
): Promise<Program> {
	const child = spawn(program, parameters, {
		env: { ...process.env, ...environment },
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true
	});
	const forget = onExit(() => signal(child, 'SIGKILL'));
	child.once('exit', forget);
	let written = '';
	const found = await new Promise<RegExpExecArray>((resolve, reject) => {
		const fail = (why: string) => reject(new Error(`${program} ${why}:\n${written}`));
		const timer = setTimeout(() => fail('did not get ready'), READY_WITHIN);
		const read = (part: Buffer) => {
			if (written.length > 100_000) return;
			written += part.toString();
			const match = ready.exec(written);
			if (!match) return;
			clearTimeout(timer);
			resolve(match);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('error', (error) => fail(error.message));
		child.once('exit', (code) => fail(`ended with ${code}`));
	}).catch(async (error: unknown) => {
		await stop(child);
		throw error;
	});
	return { ready: found, stop: () => stop(child) };
}

/** Ends it and what it started itself: browsers are several processes. */
async function stop(child: ChildProcess): Promise<void> {
	const { pid } = child;
	if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, 'exit');
	signal(child, 'SIGTERM');
	const timer = setTimeout(() => signal(child, 'SIGKILL'), ENDS_WITHIN);
	await ended;
	clearTimeout(timer);
}

/** To the whole group of processes. */
function signal({ pid }: ChildProcess, what: NodeJS.Signals): void {
	try {
		if (pid !== undefined) process.kill(-pid, what);
	} catch {
		// It has ended by itself meanwhile.
	}
}

/** Where the first of these programs is that can be started. */
export function findProgram(...names: string[]): string | undefined {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	return names
		.flatMap((name) =>
			name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))
		)
		.find((path) => {
			try {
				accessSync(path, constants.X_OK);
				return true;
			} catch {
				return false;
			}
		});
}
