import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clickActions, keyActions } from './actions.ts';
import { Bidi } from './bidi.ts';
import { Missing, type Browser, type Engine } from './browser.ts';
import { findProgram, startProgram } from './program.ts';

/** What a fresh profile would fetch or ask, none of which is ours. */
const PREFERENCES = {
	'app.update.disabledForTesting': true,
	'browser.shell.checkDefaultBrowser': false,
	'datareporting.policy.dataSubmissionEnabled': false,
	'intl.accept_languages': 'vi-VN, vi',
	'network.captive-portal-service.enabled': false,
	'network.connectivity-service.enabled': false,
	'signon.rememberSignons': false,
	'toolkit.telemetry.enabled': false
};

/** The installed Firefox, over WebDriver BiDi, which it speaks itself. */
export async function startFirefox(): Promise<Engine> {
	const path = findProgram(
		'firefox-esr',
		'firefox',
		'/Applications/Firefox.app/Contents/MacOS/firefox'
	);
	if (!path) {
		throw new Missing('npx playwright install firefox; on Debian: apt-get install firefox-esr');
	}
	const profile = await mkdtemp(join(tmpdir(), 'tien-do-firefox-'));
	const lines = Object.entries(PREFERENCES).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`
	);
	await writeFile(join(profile, 'user.js'), lines.join('\n'));
	const program = await startProgram(
		path,
		['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile],
		/WebDriver BiDi listening on (ws:\S+)/,
		{ TZ: 'Asia/Ho_Chi_Minh' }
	);
	const bidi = await Bidi.connect(`${program.ready[1]}/session`);
	const { capabilities } = await bidi.send<{ capabilities: { browserVersion: string } }>(
		'session.new',
		{ capabilities: {} }
	);
	return {
		version: `Firefox ${capabilities.browserVersion}`,
		by: 'WebDriver BiDi',
		open: () => openWindow(bidi),
		close: async () => {
			await bidi.send('browser.close').catch(() => undefined);
			bidi.close();
			await program.stop();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}

/** A window with cookies and storage of its own. A tab would be hidden while another one is used. */
async function openWindow(bidi: Bidi): Promise<Browser> {
	const { userContext } = await bidi.send<{ userContext: string }>('browser.createUserContext');
	const { context } = await bidi.send<{ context: string }>('browsingContext.create', {
		...{ type: 'window', userContext }
	});
	const input = (actions: object[]) =>
		bidi.send<void>('input.performActions', { context, actions });
	return {
		goto: async (url) => {
			await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
		},
		evaluate: async (expression) => {
			const answer = await bidi.send<Evaluated>('script.evaluate', {
				...{ expression: `Promise.resolve(${expression}).then((value) => JSON.stringify(value))` },
				...{ target: { context }, awaitPromise: true }
			});
			if (answer.type === 'exception') throw new Error(answer.exceptionDetails.text);
			const { value } = answer.result;
			return value === undefined ? undefined : (JSON.parse(value) as unknown);
		},
		click: (x, y) => input(clickActions(x, y)),
		press: (keys) => input(keyActions(keys)),
		resize: async (width, height) => {
			await bidi.send('browsingContext.setViewport', { context, viewport: { width, height } });
		},
		picture: async () => {
			const { data } = await bidi.send<{ data: string }>('browsingContext.captureScreenshot', {
				context
			});
			return Buffer.from(data, 'base64');
		},
		close: async () => {
			await bidi.send('browser.removeUserContext', { userContext }); // its window goes with it
		}
	};
}

type Evaluated =
	| { type: 'success'; result: { type: string; value?: string } }
	| { type: 'exception'; exceptionDetails: { text: string } };
