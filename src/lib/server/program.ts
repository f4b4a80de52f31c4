import { DatabaseRefused } from './db/opening.ts';
import { databaseAt, refusalOf } from './db/refusal.ts';
import { commandOf } from './db/folder-lock.ts';
import { PostgresDidNotStart } from './db/postgres-process.ts';
import { portHolder } from './port-holder.ts';
import { isDatabaseAway } from './problem.ts';

/** Nobody expects these: whoever mends them needs to know where. */
const BUGS = new Set([
	'TypeError',
	'ReferenceError',
	'RangeError',
	'SyntaxError',
	'AssertionError'
]);

/**
 * The first thing a program does: whatever ends it from here on is said on stderr in a sentence, without a stack,
 * and the exit code is 1, or 2 where an option is wrong.
 * @returns how to stop it, for a program whose later failures are nobody's mistake but ours
 */
export function failInOneSentence(): () => void {
	const fail = (error: unknown) => {
		console.error(sentenceOf(error));
		process.exit(isUsage(error) ? 2 : 1);
	};
	process.on('uncaughtException', fail);
	return () => process.off('uncaughtException', fail);
}

/** What went wrong, for the person who started the program. A mistake of ours keeps its stack. */
export function sentenceOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code = '', port } = error as { code?: string; port?: number };
	if (error instanceof DatabaseRefused) return error.message;
	if (code === 'EADDRINUSE' && port !== undefined) return portTaken(port);
	const url = process.env['DATABASE_DIRECT_URL'] || process.env['DATABASE_URL'];
	if (url && URL.canParse(url)) {
		const refusal = refusalOf(error, url);
		if (refusal !== null) return refusal;
		if (isDatabaseAway(error)) {
			return `${databaseAt(url)} cannot be reached (${error.message || code}).`;
		}
	}
	if (error instanceof PostgresDidNotStart) return error.sentence;
	const isBug = BUGS.has(error.name) && code === '';
	return isBug || process.env['LOG_LEVEL'] === 'debug'
		? (error.stack ?? error.message)
		: error.message;
}

/** Who holds something of this machine, and how to end that. */
function holder(pid: number): string {
	const command = commandOf(pid).trim();
	const called = command && ` (${command.length > 60 ? `${command.slice(0, 60)}…` : command})`;
	return `process ${pid}${called}; “kill ${pid}” ends it`;
}

function portTaken(port: number): string {
	const pid = portHolder(port);
	const by = pid === null ? 'another program' : holder(pid);
	return `Port ${port} is taken by ${by}. Another is chosen with PORT, in the demo with --port.`;
}

function isUsage(error: unknown): boolean {
	const { code } = (error ?? {}) as { code?: string };
	return code !== undefined && code.startsWith('ERR_PARSE_ARGS');
}
