import { existsSync, readFileSync } from 'node:fs';
import { chromium, firefox, webkit, type BrowserType } from '@playwright/test';
import { Missing, type Engine } from './browser.ts';

/** The Chromium that set-up found, or Playwright's own. */
export function startChromium(): Promise<Engine> {
	const found = '.data/browser.json';
	const { path } = (
		existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : { path: null }
	) as { path: string | null };
	const executablePath = path ?? chromium.executablePath();
	if (!existsSync(executablePath)) {
		throw new Missing('npx playwright install chromium; on Debian: apt-get install chromium');
	}
	return launch(chromium, 'Chromium', { executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** Playwright's own build of an engine; null where it was not fetched. */
export function startOwnBuild(name: 'firefox' | 'webkit'): Promise<Engine> | null {
	const type = { firefox, webkit }[name];
	if (!existsSync(type.executablePath())) return null;
	return launch(type, { firefox: 'Firefox', webkit: 'WebKit' }[name], {});
}

async function launch(
	type: BrowserType,
	title: string,
	options: { executablePath?: string; args?: string[] }
): Promise<Engine> {
	const running = await type.launch(options);
	return {
		version: `${title} ${running.version()}`,
		by: 'Playwright',
		open: async () => {
			const context = await running.newContext({
				...{ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' }
			});
			const page = await context.newPage();
			return {
				goto: async (url) => void (await page.goto(url)),
				evaluate: (expression) => page.evaluate(expression),
				click: (x, y) => page.mouse.click(x, y),
				press: async (keys) => {
					for (const key of keys) await page.keyboard.press(key);
				},
				resize: (width, height) => page.setViewportSize({ width, height }),
				picture: () => page.screenshot(),
				close: () => context.close()
			};
		},
		close: () => running.close()
	};
}
