import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface TestProcess {
	/** Where it listens, e.g. http://127.0.0.1:40123 */
	url: string;
	port: number;
	pid: number;
	/** What it has written, at most its first lines. */
	said: readonly string[];
	/** Lines of its security log, and everything else it wrote, as text. */
	security: Record<string, unknown>[];
	written: () => string;
	/** SIGTERM, and waits until it has ended. */
	stop: () => Promise<void>;
	/** SIGKILL: no goodbye. */
	kill: () => Promise<void>;
}

/** Starts the production entry on a database, as a process of its own. Needs a build. */
export async function startServer(
	databaseUrl: string,
	environment: Record<string, string> = {}
): Promise<TestProcess> {
	const child = spawn(process.execPath, ['src/server.ts'], {
		env: {
			...process.env,
			DATABASE_URL: databaseUrl,
			HOST: '127.0.0.1',
			PORT: '0',
			LOG_LEVEL: 'info',
			NODE_ENV: 'production',
			// A test does in seconds what people do in days; one about limits says 1.
			LIMIT_FACTOR: '100',
			...environment
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const said: string[] = [];
	const security: Record<string, unknown>[] = [];
	const written: string[] = [];
	child.stderr.on('data', (text: Buffer) => written.push(text.toString()));
	createInterface({ input: child.stdout }).on('line', (line) => {
		if (written.length < 10_000) written.push(line);
		if (line.includes('"log":"security"')) {
			security.push(JSON.parse(line) as Record<string, unknown>);
		}
	});
	const url = await listening(child, said);
	const end = async (signal: NodeJS.Signals) => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill(signal);
		await ended;
	};
	return {
		url,
		port: Number(new URL(url).port),
		pid: child.pid ?? 0,
		said,
		security,
		written: () => written.join('\n'),
		stop: () => end('SIGTERM'),
		kill: () => end('SIGKILL')
	};
}

function listening(child: ChildProcess, said: string[]): Promise<string> {
	const { stdout, stderr } = child;
	if (!stdout || !stderr) throw new Error('the server has no output');
	const lines = createInterface({ input: stdout });
	stderr.on('data', (text: Buffer) => said.push(text.toString()));
	return new Promise((resolve, reject) => {
		child.once('exit', (code) => {
			reject(new Error(`the server ended with ${code} before it listened:\n${said.join('\n')}`));
		});
		lines.on('line', (line) => {
			if (said.length < 200) said.push(line);
			const entry = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : {};
			if (entry['msg'] === 'listening') resolve(String(entry['url']));
		});
	});
}
