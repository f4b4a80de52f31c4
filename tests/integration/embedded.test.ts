import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startEmbedded } from '#lib/server/db/embedded.ts';
import { withDatabase } from '#lib/server/db/embedded-roles.ts';
import { birthOf, DataFolderInUse } from '#lib/server/db/folder-lock.ts';

// One cluster for all tests: what one test leaves behind, the next start has to cope with.
let dataDir: string;
const owners: ChildProcess[] = [];

beforeAll(() => {
	mkdirSync('.data', { recursive: true });
	dataDir = mkdtempSync(resolve('.data/embedded-'));
});
afterEach(async () => {
	for (const owner of owners.splice(0)) {
		if (owner.exitCode !== null || owner.signalCode !== null) continue;
		const ended = once(owner, 'exit');
		owner.kill('SIGKILL');
		await ended; // the folder is its own until then
	}
});
afterAll(async () => {
	await (await startEmbedded({ dataDir })).stop(); // nothing may outlive the last test
	rmSync(dataDir, { recursive: true });
});

async function started(options: { port?: number } = {}) {
	const lines: string[] = [];
	const log = (line: string) => lines.push(line);
	const embedded = await startEmbedded({ dataDir, log, ...options });
	onTestFinished(() => embedded.stop());
	return { ...embedded, lines };
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
	const client = new pg.Client({ connectionString: url });
	client.on('error', () => {}); // some tests kill the server under it
	await client.connect();
	try {
		return (await client.query<Row>(text)).rows;
	} finally {
		await client.end();
	}
}

const note = () => join(dataDir, 'moved-to'); // present where root's project folder is closed
const home = () => (existsSync(note()) ? readFileSync(note(), 'utf8') : dataDir);
const pidFile = () => join(home(), 'cluster/postmaster.pid');
const postmaster = () => Number.parseInt(readFileSync(pidFile(), 'utf8'));

async function gone(pid: number, withinMs = 5_000): Promise<boolean> {
	for (const end = Date.now() + withinMs; Date.now() < end; await sleep(20)) {
		if (birthOf(pid) === null) return true;
	}
	return false;
}

/** Another process that owns the folder; it prints the address and then does `then`. */
async function ownedElsewhere(then = 'setInterval(() => {}, 1000)') {
	const program = `
		import { startEmbedded } from '#lib/server/db/embedded.ts';
import { withDatabase } from '#lib/server/db/embedded-roles.ts';
		const { url } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
		process.stdout.write(url + '\\n', () => { ${then} });`;
	const owner = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
	owners.push(owner);
	const ended = once(owner, 'exit').then(([code]) => Promise.reject(new Error(`exit ${code}`)));
	const [printed] = (await Promise.race([once(owner.stdout, 'data'), ended])) as [Buffer];
	ended.catch(() => {}); // from here on its end is the test's business
	return { owner, url: printed.toString().trim() };
}

describe('a start', () => {
	it('gives a durable UTF-8 database on the loopback only, behind a password', async () => {
		const { url } = await started();
		const [row] = await query<Record<string, string>>(
			url,
			`select current_setting('fsync') as fsync, current_setting('server_encoding') as encoding,
				current_setting('listen_addresses') as addresses, lower('ĐÔNG HÀ') as folded,
				current_setting('server_version_num')::int / 10000 as major`
		);
		expect(row).toEqual({
			fsync: 'on',
			encoding: 'UTF8',
			addresses: '127.0.0.1',
			folded: 'đông hà',
			major: 18
		});
		const open = new URL(url);
		open.password = 'wrong';
		await expect(query(open.href, 'select 1')).rejects.toThrow(/password authentication failed/);
		expect(statSync(join(dataDir, 'instance.json')).mode & 0o077).toBe(0);
	});

	it('keeps data and address from one start to the next', async () => {
		const first = await startEmbedded({ dataDir });
		await query(first.url, 'create table kept as select 203584 as cases');
		await first.stop();
		const second = await started();
		expect(second.url).toBe(first.url);
		expect(await query(second.url, 'select cases from kept')).toEqual([{ cases: 203584 }]);
	});

	it('takes another port when somebody has taken the last one, but not one that was asked for', async () => {
		const first = await startEmbedded({ dataDir });
		await first.stop();
		const port = Number(new URL(first.url).port);
		const squatter = createServer().listen(port, '127.0.0.1');
		await once(squatter, 'listening');
		onTestFinished(() => void squatter.close());
		await expect(startEmbedded({ dataDir, port })).rejects.toThrow(/did not start[^]*bind/);
		const { url } = await started();
		expect(new URL(url).port).not.toBe(String(port));
	});

	it('is refused while the owner lives, in this process or another', async () => {
		const own = await startEmbedded({ dataDir });
		await expect(startEmbedded({ dataDir })).rejects.toThrow(DataFolderInUse);
		await own.stop();

		const { owner, url } = await ownedElsewhere();
		const refusal = await startEmbedded({ dataDir }).catch((error: unknown) => error);
		expect(refusal).toMatchObject({ name: 'DataFolderInUse', folder: dataDir, pid: owner.pid });
		expect(String(refusal)).toContain(dataDir);
		expect(String(refusal)).toContain(String(owner.pid));
		expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
	});
});

describe('what the application may', () => {
	it('is to own its database, and nothing beyond it', async () => {
		const { url } = await started();
		const [role] = await query<Record<string, boolean>>(
			url,
			`select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls
				from pg_roles where rolname = current_user`
		);
		expect(new Set(Object.values(role ?? {}))).toEqual(new Set([false]));
		await expect(query(url, "select pg_read_file('postmaster.pid')")).rejects.toThrow(/denied/);
		await expect(query(url, "copy (select 1) to program 'true'")).rejects.toThrow(/denied/);
		const [owned] = await query(
			url,
			`select pg_get_userbyid(datdba) = current_user as own from pg_database
				where datname = current_database()`
		);
		expect(owned).toEqual({ own: true });
	});

	it('is the same after an upgrade from a version that ran it as superuser, in every database', async () => {
		const first = await startEmbedded({ dataDir });
		const other = withDatabase(first.adminUrl, 'tien_do_older');
		const mine = withDatabase(first.adminUrl, 'tien_do');
		await query(first.adminUrl, 'create database tien_do_older');
		await query(first.adminUrl, 'alter database tien_do owner to tien_do');
		for (const database of [other, mine]) {
			await query(
				database,
				`create extension if not exists btree_gist;
				create schema archive;
				create type archive.mood as enum ('calm');
				create table archive.older (
					id integer generated always as identity primary key, n serial, mood archive.mood);
				create view archive.newer as select * from archive.older;
				create function archive.one() returns integer language sql return 1;
				insert into archive.older default values`
			);
		}
		await first.stop();
		const file = join(dataDir, 'instance.json');
		const { application: _, ...older } = JSON.parse(readFileSync(file, 'utf8')) as object & {
			application: string;
		};
		writeFileSync(file, JSON.stringify(older));

		const again = await startEmbedded({ dataDir });
		onTestFinished(() => again.stop());
		expect(new URL(again.url).password).not.toBe(new URL(first.url).password);
		for (const database of [again.url, await again.open('tien_do_older')]) {
			await query(database, 'alter table archive.older add column also text');
			await query(database, "insert into archive.older (mood) values ('calm')");
			await query(database, 'drop function archive.one; drop view archive.newer');
			expect(await query(database, 'select id, n from archive.older')).toHaveLength(2);
			await query(database, 'drop schema archive cascade');
			const left = await query(
				database,
				`select relname from pg_class where relowner <> 'tien_do_application'::regrole
					and relnamespace = 'public'::regnamespace`
			);
			expect(left).toEqual([]);
		}
	});
});

describe('a recovery', () => {
	it('stops the server that outlived its killed owner, and has every row', async () => {
		const { owner, url } = await ownedElsewhere();
		const orphan = postmaster();
		await query(url, 'create table after_owner as select 1 as row');
		owner.kill('SIGKILL');
		await once(owner, 'exit');
		expect(birthOf(orphan)).not.toBeNull();

		const again = await started();
		expect(again.lines.join()).toContain('outlived its owner');
		expect(birthOf(orphan)).toBeNull();
		expect(await query(again.url, 'select row from after_owner')).toEqual([{ row: 1 }]);
	});

	it('starts after owner and server were both killed', async () => {
		const { owner, url } = await ownedElsewhere();
		const server = postmaster();
		await query(url, 'create table after_both as select 1 as row');
		owner.kill('SIGKILL');
		process.kill(server, 'SIGKILL');
		await once(owner, 'exit');

		const again = await started();
		expect(await query(again.url, 'select row from after_both')).toEqual([{ row: 1 }]);
	});

	it('starts although another program has the number of the dead server by now', async () => {
		const { owner } = await ownedElsewhere();
		const server = postmaster();
		owner.kill('SIGKILL');
		process.kill(server, 'SIGKILL');
		await Promise.all([once(owner, 'exit'), gone(server)]);
		const stranger = spawn('sleep', ['60']);
		owners.push(stranger);
		writeFileSync(pidFile(), readFileSync(pidFile(), 'utf8').replace(/^\d+/, String(stranger.pid)));

		const again = await started();
		expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
		expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
	});

	it('brings a killed server back at the same address under a living owner', async () => {
		const { url } = await started();
		await query(url, 'create table after_server as select 1 as row');
		process.kill(postmaster(), 'SIGKILL');
		await expect
			.poll(() => query(url, 'select row from after_server').catch(() => []), { timeout: 5_000 })
			.toEqual([{ row: 1 }]);
	});
});

describe('the end', () => {
	it('of a stopped instance leaves no server and frees the folder', async () => {
		const embedded = await startEmbedded({ dataDir });
		const server = postmaster();
		await Promise.all([embedded.stop(), embedded.stop()]);
		expect(birthOf(server)).toBeNull();
		const again = await started();
		expect(again.lines).toEqual([]);
	});

	it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
		'by %s takes the server along',
		async (signal) => {
			const { owner } = await ownedElsewhere();
			const server = postmaster();
			owner.kill(signal);
			expect(await once(owner, 'exit')).toEqual([null, signal]);
			expect(await gone(server)).toBe(true);
		}
	);

	it.each([
		['process.exit', 'process.exit(3)', 3],
		['an uncaught error', 'throw 0', 1],
		['having nothing left to do', '', 0]
	])('by %s takes the server along', async (_, then, code) => {
		const { owner } = await ownedElsewhere(`setTimeout(() => { ${then} }, 300)`);
		const server = postmaster();
		expect(await once(owner, 'exit')).toEqual([code, null]);
		expect(await gone(server)).toBe(true);
	});
});
