import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockFolder } from '#lib/server/db/folder-lock.ts';
import { until } from '../harness/client.ts';
import { createTestDatabase, type TestDatabase } from '../harness/database.ts';

const nowhere = 'postgres://nobody:secret@127.0.0.1:1/nothing';
let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'programs-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** What each program can expect to go wrong; one without an entry fails the test. */
const FAILURES: Record<string, [options: string[], says: RegExp][]> = {
	'src/server.ts': [
		[['--bogus'], /'--bogus'/],
		[['--workers', 'many'], /WORKERS/]
	],
	'src/cli/account.ts': [
		[['--bogus'], /'--bogus'/],
		[['--campaign', 'x', '--username', 'nobody', '--role', 'leader'], /nothing at 127.0.0.1:1 /]
	],
	'src/cli/demo.ts': [[['--bogus'], /'--bogus'/]],
	'src/cli/draw-map.ts': [[['/nowhere'], /\/nowhere/]],
	'src/cli/import-campaign.ts': [
		[['src/campaigns/quang-tri-2025'], /nothing at 127.0.0.1:1 /],
		[['--bogus'], /Usage/]
	],
	'src/cli/migrate.ts': [
		[['status'], /nothing at 127.0.0.1:1 /],
		[['--bogus'], /Usage/]
	],
	'src/cli/simulate.ts': [[['--accounts', '/nowhere'], /\/nowhere/]],
	'src/cli/test.ts': [[['--bogus'], /'--bogus'/]],
	'src/cli/webhook.ts': [[['--campaign', 'x', '--remove'], /nothing at 127.0.0.1:1 /]],
	'src/cli/write-docs.ts': [[['--bogus'], /'--bogus'/]]
};

async function run(program: string, options: string[], environment: Record<string, string> = {}) {
	const child = spawn(process.execPath, [program, ...options], {
		env: { ...process.env, DATABASE_URL: nowhere, HOST: '127.0.0.1', ...environment },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let said = '';
	child.stderr.on('data', (text: Buffer) => (said += text.toString()));
	const [code] = (await once(child, 'close')) as [number];
	return { code, said: said.trim() };
}

/** Files that are started, not imported. */
function programs(): string[] {
	const files = readdirSync('src/cli').filter((name) => name.endsWith('.ts'));
	const sources = [...files.map((name) => join('src/cli', name)), 'vite.config.ts'].map((path) =>
		readFileSync(path, 'utf8')
	);
	const imported = (name: string) =>
		sources.some((text) => text.includes(`'./${name}'`) || text.includes(`'src/cli/${name}'`));
	return [
		'src/server.ts',
		...files.filter((name) => !imported(name)).map((name) => `src/cli/${name}`)
	];
}

test('whatever a program may expect to fail is said in a sentence, without a stack', async () => {
	expect(programs().sort()).toEqual(Object.keys(FAILURES).sort());
	const each = Object.entries(FAILURES).flatMap(([program, failures]) =>
		failures.map(([options, says]) => ({ program, options, says }))
	);
	while (each.length > 0) {
		const some = each.splice(0, 4).map(async ({ program, options, says }) => {
			const { code, said } = await run(program, options);
			const what = `${program} ${options.join(' ')}`;
			expect(said, what).toMatch(says);
			expect(said, what).not.toMatch(/^\s+at |node:internal|secret/m);
			expect(said.split('\n').length, what).toBeLessThan(3);
			expect(code, what).toBe(/bogus/.test(what) ? 2 : 1);
		});
		await Promise.all(some);
	}
});

test('a port or a data folder that is held: who holds it, and how to end that', async () => {
	const holder = createServer().listen(0, '127.0.0.1');
	await once(holder, 'listening');
	const PORT = String((holder.address() as AddressInfo).port);
	const data = join(folder, 'postgres');
	mkdirSync(data);
	const lock = await lockFolder(data);
	const [port, ports, held] = await Promise.all([
		run('src/server.ts', [], { PORT }),
		run('src/server.ts', ['--workers', '2'], { PORT }),
		run('src/server.ts', [], { DATABASE_URL: '', DATA_DIR: folder })
	]);
	for (const { code, said } of [port, ports, held]) {
		expect(said).toContain(`process ${process.pid} (`);
		expect(said).toContain(`kill ${process.pid}`);
		expect(said).not.toMatch(/^\s+at /m);
		expect(code).toBe(1);
	}
	for (const { said } of [port, ports]) expect(said).toContain(`Port ${PORT}`);
	expect(held.said).toContain(data);
	lock.release();
	holder.close();
});

/** `npm start`, in a group of its own, with what it says. */
async function npmStart(database: TestDatabase): Promise<{ npm: ChildProcess; url: string }> {
	const npm = spawn('npm', ['start'], {
		cwd: resolve('.'),
		detached: true,
		env: { ...process.env, DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0' },
		stdio: ['ignore', 'pipe', 'inherit']
	});
	let said = '';
	npm.stdout.on('data', (text: Buffer) => (said += text.toString()));
	await until('it listens', () => said.includes('"listening"'), 60_000);
	return { npm, url: /"url":"([^"]+)"/.exec(said)?.[1] ?? '' };
}

test('a server that npm started ends with it, however npm ends', async () => {
	const database = await createTestDatabase();
	const answers = (url: string) =>
		fetch(`${url}/healthz`, { headers: { connection: 'close' } }).then(
			({ ok }) => ok,
			() => false
		);
	for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
		const { npm, url } = await npmStart(database);
		expect(await answers(url)).toBe(true);
		npm.kill(signal);
		await until('the server is gone', async () => !(await answers(url)), 15_000);
	}
	await database.drop();
});
