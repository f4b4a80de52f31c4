import { existsSync, readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** The browser that set-up found; null means Playwright's own. */
const found = '.data/browser.json';
const { path } = (existsSync(found) ? JSON.parse(readFileSync(found, 'utf8')) : { path: null }) as {
	path: string | null;
};

export default defineConfig({
	testDir: '.',
	outputDir: '../../test-results',
	globalSetup: './global-setup.ts',
	fullyParallel: false,
	workers: 2,
	retries: 0,
	timeout: 90_000,
	expect: { timeout: 10_000 },
	forbidOnly: Boolean(process.env['CI']),
	reporter: [['list']],
	use: {
		baseURL: 'http://set-by-fixture.invalid',
		locale: 'vi-VN',
		// It fetches the whole program for each new browser. Files about what a device keeps allow it.
		serviceWorkers: 'block',
		timezoneId: 'Asia/Ho_Chi_Minh',
		// A trace of every test costs as much as the tests: TRACE=1 when one has to be understood.
		trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
		contextOptions: { reducedMotion: 'reduce' },
		launchOptions: {
			...(path ? { executablePath: path } : {}),
			args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync']
		}
	}
});
