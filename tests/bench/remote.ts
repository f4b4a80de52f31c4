import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

type Calls = Record<string, (argument: never) => unknown>;
type Argument<Call> = Call extends (argument: infer Given) => unknown ? Given : never;
type Outcome<Call> = Call extends (argument: never) => infer Result ? Awaited<Result> : never;

interface Question {
	id: number;
	name: string;
	argument: unknown;
}
type Reply = { id: number } & ({ result: unknown } | { error: string });

/** Another process of the bench, asked by name. */
export interface Remote<Served extends Calls> {
	ask<Name extends keyof Served & string>(
		name: Name,
		argument: Argument<Served[Name]>
	): Promise<Outcome<Served[Name]>>;
	pid: number;
	stop: () => Promise<void>;
}

/** Starts a program that calls `serveCalls`. */
export function startRemote<Served extends Calls>(
	file: URL,
	environment: Record<string, string> = {}
): Remote<Served> {
	const child = fork(file, { env: { ...process.env, ...environment }, execArgv: [] });
	const waiting = new Map<number, (reply: Reply) => void>();
	let questions = 0;
	child.on('message', (reply: Reply) => {
		waiting.get(reply.id)?.(reply);
		waiting.delete(reply.id);
	});
	child.once('exit', (code) => {
		for (const [id, answer] of waiting)
			answer({ id, error: `${file.pathname} ended with ${code}` });
	});
	return {
		pid: child.pid ?? 0,
		ask: (name, argument) =>
			new Promise((resolve, reject) => {
				const id = ++questions;
				waiting.set(id, (reply) => {
					if ('error' in reply) reject(new Error(reply.error));
					else resolve(reply.result as never);
				});
				child.send({ id, name, argument } satisfies Question);
			}),
		stop: () => ended(child)
	};
}

async function ended(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = once(child, 'exit');
	child.kill('SIGKILL');
	await exit;
}

/** Answers the questions of the process that started this one, and ends with it. */
export function serveCalls(calls: Calls): void {
	process.on('message', ({ id, name, argument }: Question) => {
		const call = calls[name] as ((argument: unknown) => unknown) | undefined;
		void Promise.resolve()
			.then(() => call?.(argument))
			.then(
				(result) => process.send?.({ id, result }),
				(error: Error) => process.send?.({ id, error: error.stack ?? error.message })
			);
	});
	process.on('disconnect', () => process.exit());
}
