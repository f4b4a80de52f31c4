import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { failInOneSentence } from '#lib/server/program.ts';

failInOneSentence();

/**
 * What `npm test` runs once setup is done: static checks, unit and integration tests, faults in
 * their short version, end-to-end tests. Ends with one line `N passed, N failed` over all of them; a static check counts as one.
 */
const root = resolve(import.meta.dirname, '../..');
const results = join(root, 'test-results');

interface Outcome {
	passed: number;
	failed: number;
	skipped: number;
	/** How long each file took, in seconds. */
	files?: [name: string, seconds: number][];
	/** What was not tried, and so is not known to work here. */
	left?: string[];
	/** Why it failed when no test did: nothing ran, or the runner itself broke. */
	reason?: string;
}

interface Step {
	name: string;
	command: [program: string, ...parameters: string[]];
	/** Reads the runner's own report; without it the exit code is the one result. */
	report?: { file: string; read: (report: never) => Outcome };
	environment?: Record<string, string>;
}

const lint: Step[] = [
	{ name: 'prettier', command: ['prettier', '--check', '.'] },
	{ name: 'eslint', command: ['eslint', '--max-warnings=0', '.'] },
	{ name: 'svelte-check', command: ['svelte-check', '--fail-on-warnings', '--output=human'] },
	{ name: 'knip', command: ['knip'] }
];

function vitest(project: string, ...parameters: string[]): Step {
	const file = join(results, `${project}.json`);
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
	return {
		name: project,
		command: ['vitest', 'run', `--project=${project}`, ...parameters, ...reporters],
		report: { file, read: readVitest }
	};
}

const endToEndReport = join(results, 'e2e.json');
const endToEnd: Step = {
	name: 'e2e',
	command: [
		'playwright',
		'test',
		'--config=tests/e2e/playwright.config.ts',
		'--reporter=list,json'
	],
	environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: endToEndReport },
	report: { file: endToEndReport, read: readPlaywright }
};

/** On two cores: static checks beside the tests, and browsers alone. Faults begin when the checks have ended, about, one after the other: they measure. */
const stages: Step[][][] = [
	[lint, [vitest('unit'), vitest('integration'), vitest('faults', '--maxWorkers=1')]],
	[[endToEnd]]
];
const groups = ['lint', 'unit', 'integration', 'faults', 'e2e'];

/** Shown at the end, so that what has become slow is seen by who made it so. */
const SLOWEST = 8;
const slowest: [name: string, seconds: number][] = [];

const only = chosenGroups();
const live = process.stdout.isTTY;
const running = new Map<string, number>();
const total: Outcome = { passed: 0, failed: 0, skipped: 0 };

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const tick = live ? setInterval(showRunning, 250) : undefined;
for (const lanes of stages) {
	await Promise.all(
		lanes.map(async (lane) => {
			for (const step of lane.filter(isChosen)) await run(step);
		})
	);
}
clearInterval(tick);
showSlowest();
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;

function chosenGroups(): string[] {
	const { values } = parseArgs({ options: { only: { type: 'string' } } });
	const chosen = values.only?.split(',') ?? groups;
	const unknown = chosen.filter((name) => !groups.includes(name));
	if (unknown.length === 0) return chosen;
	console.error(`Unknown: ${unknown.join(', ')}. Usage: npm test -- --only ${groups.join(',')}`);
	process.exit(2);
}

function isChosen(step: Step): boolean {
	return only.includes(lint.includes(step) ? 'lint' : step.name);
}

async function run(step: Step): Promise<void> {
	const begun = Date.now();
	running.set(step.name, begun);
	showRunning();
	const { code, output } = await execute(step);
	running.delete(step.name);
	const outcome = judge(step, code);
	total.passed += outcome.passed;
	total.failed += outcome.failed;
	slowest.push(...(outcome.files ?? []));

	const counts = step.report
		? `${outcome.passed} passed, ${outcome.failed} failed` +
			(outcome.skipped > 0 ? `, ${outcome.skipped} skipped` : '')
		: outcome.failed > 0
			? 'failed'
			: 'passed';
	const seconds = ((Date.now() - begun) / 1000).toFixed(1);
	clearLine();
	if (outcome.failed > 0) console.log(output.trimEnd().replace(/^/gm, '    '));
	const mark = outcome.failed > 0 ? '✗' : '✓';
	const reason = outcome.reason ? ` (${outcome.reason})` : '';
	console.log(`  ${mark} ${step.name.padEnd(14)}${seconds.padStart(6)} s  ${counts}${reason}`);
	for (const name of outcome.left ?? []) console.log(`    SKIPPED, not tried here: ${name}`);
}

function execute(step: Step): Promise<{ code: number; output: string }> {
	const [program, ...parameters] = step.command;
	const parts: Buffer[] = [];
	return new Promise((done) => {
		const child = spawn(program, parameters, {
			cwd: root,
			env: {
				...process.env,
				...step.environment,
				// Tests start the product a hundred times.
				NODE_COMPILE_CACHE: join(root, '.data/compile-cache'),
				...(live ? { FORCE_COLOR: '1' } : { NO_COLOR: '1', FORCE_COLOR: undefined }),
				PATH: join(root, 'node_modules/.bin') + delimiter + (process.env['PATH'] ?? '')
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child.stdout.on('data', (part: Buffer) => parts.push(part));
		child.stderr.on('data', (part: Buffer) => parts.push(part));
		child.on('error', (error) => parts.push(Buffer.from(String(error))));
		child.on('close', (code) => done({ code: code ?? 1, output: Buffer.concat(parts).toString() }));
	});
}

/** A runner that says all is well but ran nothing, or ended badly without a failed test, failed. */
function judge(step: Step, code: number): Outcome {
	const failure = (reason?: string): Outcome => ({ passed: 0, failed: 1, skipped: 0, reason });
	if (!step.report) return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : failure();
	const { file, read } = step.report;
	if (!existsSync(file)) return failure('it wrote no report');
	const outcome = read(JSON.parse(readFileSync(file, 'utf8')) as never);
	if (outcome.passed + outcome.failed === 0) return failure('it ran no tests');
	if (code !== 0 && outcome.failed === 0) {
		return { ...outcome, failed: 1, reason: `exit code ${code} without a failed test` };
	}
	return outcome;
}

function readVitest(report: {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: {
		name: string;
		startTime: number;
		endTime: number;
		status: string;
		assertionResults: { status: string; ancestorTitles: string[]; title: string }[];
	}[];
}): Outcome {
	// A file that cannot even be loaded has no failed test of its own.
	const brokenFiles = report.testResults.filter(
		({ status, assertionResults }) =>
			status === 'failed' && assertionResults.every((test) => test.status !== 'failed')
	);
	const left = report.testResults
		.flatMap(({ assertionResults }) => assertionResults)
		.filter(({ status }) => status === 'skipped' || status === 'pending')
		.map(({ ancestorTitles, title }) => ancestorTitles[0] ?? title);
	return {
		passed: report.numPassedTests,
		failed: report.numFailedTests + brokenFiles.length,
		skipped: report.numPendingTests + report.numTodoTests,
		files: report.testResults.map(({ name, startTime, endTime }) => [
			relative(root, name),
			(endTime - startTime) / 1000
		]),
		left: [...new Set(left)]
	};
}

interface Suite {
	file: string;
	specs: { tests: { results: { duration: number }[] }[] }[];
	suites?: Suite[];
}

function readPlaywright(report: {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	suites: Suite[];
}): Outcome {
	const { expected, unexpected, flaky, skipped } = report.stats;
	const secondsOf = ({ specs, suites = [] }: Suite): number =>
		specs
			.flatMap(({ tests }) => tests.flatMap(({ results }) => results))
			.reduce((sum, { duration }) => sum + duration / 1000, 0) +
		suites.reduce((sum, suite) => sum + secondsOf(suite), 0);
	const files = report.suites.map((suite): [string, number] => [
		join('tests/e2e', suite.file),
		secondsOf(suite)
	]);
	return { passed: expected + flaky, failed: unexpected, skipped, files };
}

function showSlowest(): void {
	slowest.sort(([, a], [, b]) => b - a);
	console.log('\n  slowest files');
	for (const [name, seconds] of slowest.slice(0, SLOWEST)) {
		console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${name}`);
	}
}

function showRunning(): void {
	if (!live) return;
	const seconds = (begun: number) => Math.round((Date.now() - begun) / 1000);
	const names = [...running].map(([name, begun]) => `${name} ${seconds(begun)} s`);
	clearLine();
	process.stdout.write(`  … ${names.join(', ')}`);
}

function clearLine(): void {
	if (live) process.stdout.write('\r\x1b[2K');
}
