import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * What `npm run faults` runs: every fault in its full number, one after the other, about an hour.
 * `npm run faults -- kill-server cuts --part 0.1 --seed 42` runs some, a tenth, with given chances.
 */
const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { part: { type: 'string', default: '1' }, seed: { type: 'string' } }
});
const root = resolve(import.meta.dirname, '../..');
const child = spawn(
	process.execPath,
	[
		resolve(root, 'node_modules/vitest/vitest.mjs'),
		...['run', ...positionals, '--project=faults', '--no-file-parallelism'],
		'--disable-console-intercept'
	],
	{
		cwd: root,
		stdio: 'inherit',
		env: {
			...process.env,
			FAULTS: 'long',
			FAULTS_PART: values.part,
			...(values.seed && { FAULTS_SEED: values.seed })
		}
	}
);
child.once('exit', (code) => (process.exitCode = code ?? 1));
