import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickActions, keyActions } from './actions.ts';
import { Missing, type Browser, type Engine } from './browser.ts';
import { findProgram, startProgram } from './program.ts';
import { WebDriverSession } from './webdriver.ts';

/** Windows stand in its middle, where the pointer is: without a window manager that one has the keyboard. */
const SCREEN = { width: 1600, height: 1200 };
/** The buttons around the page are made narrow: as they are, no window is as narrow as a phone. */
const NARROW = 'button { padding: 0; min-width: 0; } entry { min-width: 0; padding: 0; }';

/** WebKitGTK's small browser, on a screen of its own. A driver has one browser, so each gets its driver. */
export async function startWebKit(): Promise<Engine> {
	const [driver, screen, browser] = [
		findProgram('WebKitWebDriver'),
		findProgram('Xvfb'),
		await findMiniBrowser()
	];
	if (!driver || !screen || !browser) {
		throw new Missing(
			'npx playwright install webkit; on Debian: apt-get install webkit2gtk-driver xvfb'
		);
	}
	const xvfb = await startProgram(
		screen,
		['-displayfd', '1', '-screen', '0', `${SCREEN.width}x${SCREEN.height}x24`, '-nolisten', 'tcp'],
		/^(\d+)\n/
	);
	const home = await mkdtemp(join(tmpdir(), 'tien-do-webkit-'));
	await mkdir(join(home, 'gtk-3.0'));
	await writeFile(join(home, 'gtk-3.0/gtk.css'), NARROW);
	const environment = {
		DISPLAY: `:${xvfb.ready[1]}`,
		GDK_BACKEND: 'x11',
		XDG_CONFIG_HOME: home,
		XDG_DATA_HOME: home,
		XDG_CACHE_HOME: home,
		LANGUAGE: 'vi',
		TZ: 'Asia/Ho_Chi_Minh'
	};
	const engine: Engine = {
		version: '',
		by: 'WebKitWebDriver',
		open: async () => {
			const { session, stop } = await startSession(driver, browser, environment);
			return browserOf(session, stop);
		},
		close: async () => {
			await xvfb.stop();
			await rm(home, { recursive: true, force: true, maxRetries: 5 });
		}
	};
	try {
		const { session, stop } = await startSession(driver, browser, environment);
		await stop();
		return { ...engine, version: `WebKitGTK ${session.version}` };
	} catch (error) {
		await engine.close();
		throw error;
	}
}

async function findMiniBrowser(): Promise<string | undefined> {
	const libraries = '/usr/lib';
	const folders = await readdir(libraries).catch(() => []);
	const names = folders.flatMap((folder) =>
		['4.1', '4.0'].map((version) => join(libraries, folder, `webkit2gtk-${version}`, 'MiniBrowser'))
	);
	return findProgram(...names);
}

async function startSession(driver: string, binary: string, environment: Record<string, string>) {
	const port = await freePort();
	const program = await startProgram(
		'/bin/sh',
		// It says nothing when it is ready: ask it.
		['-c', `"${driver}" --port=${port} & echo started; wait`],
		/started/,
		environment
	);
	const server = `http://127.0.0.1:${port}`;
	for (let tries = 100; ; tries--) {
		if (
			await fetch(`${server}/status`).then(
				({ ok }) => ok,
				() => false
			)
		)
			break;
		if (tries === 0) throw new Error(`${driver} does not answer`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	const session = await WebDriverSession.start(server, {
		'webkitgtk:browserOptions': { binary, args: ['--automation'] }
	});
	return {
		session,
		stop: async () => {
			await session.end().catch(() => undefined);
			await program.stop();
		}
	};
}

function browserOf(session: WebDriverSession, stop: () => Promise<void>): Browser {
	const evaluate = async (expression: string) => {
		const script = `return Promise.resolve(${expression}).then((value) => JSON.stringify(value))`;
		const text = await session.post<string | null>('execute/sync', { script, args: [] });
		return text === null ? undefined : (JSON.parse(text) as unknown);
	};
	return {
		goto: async (url) => void (await session.post('url', { url })),
		evaluate,
		click: async (x, y) => void (await session.post('actions', { actions: clickActions(x, y) })),
		press: async (keys) => void (await session.post('actions', { actions: keyActions(keys) })),
		resize: async (width, height) => {
			// A window is larger than its viewport by the browser's own bars.
			const viewport = () => evaluate('[innerWidth, innerHeight]') as Promise<[number, number]>;
			let [outerWidth, outerHeight] = [width, height];
			for (let tries = 20; tries > 0; tries--) {
				await session.post('window/rect', {
					...{
						x: Math.round((SCREEN.width - outerWidth) / 2),
						y: Math.round((SCREEN.height - outerHeight) / 2)
					},
					...{ width: outerWidth, height: outerHeight }
				});
				await new Promise((resolve) => setTimeout(resolve, 150));
				const [innerWidth, innerHeight] = await viewport();
				if (innerWidth === width && innerHeight === height) return;
				outerWidth += width - innerWidth;
				outerHeight += height - innerHeight;
			}
			throw new Error(
				`the window does not get ${width} × ${height}: it is ${(await viewport()).join(' × ')}`
			);
		},
		picture: async () => Buffer.from(await session.get<string>('screenshot'), 'base64'),
		close: stop
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
