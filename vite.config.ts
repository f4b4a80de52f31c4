import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { defineConfig } from 'vitest/config';
import { resolve } from 'node:path';
import type { Plugin, ViteDevServer } from 'vite';

/** The live channel and a database with the demo campaign for `vite dev`, on the same port. */
const liveInDevelopment: Plugin = {
	name: 'tien-do:live',
	apply: 'serve',
	async configureServer(vite) {
		if (process.env['VITEST']) return;
		// A path, so that it is not bundled into this file as a second copy of the server.
		const path = resolve(import.meta.dirname, 'src/cli/live-in-development.ts');
		const { startLive } = (await import(path)) as {
			startLive: (vite: ViteDevServer) => Promise<void>;
		};
		await startLive(vite);
	}
};

export default defineConfig({
	plugins: [
		liveInDevelopment,
		paraglideVitePlugin({
			project: './src/words/project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['cookie', 'baseLocale']
		}),
		sveltekit({
			adapter: adapter(),
			compilerOptions: { runes: true },
			paths: { relative: false }, // a page's copy opens other addresses too
			csrf: { trustedOrigins: ['*'] }, // src/hooks.server.ts guards forms and JSON alike
			csp: {
				mode: 'nonce',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self', 'unsafe-inline'], // Leaflet and Svelte set style attributes
					'img-src': ['self', 'data:'],
					'connect-src': ['self'], // the live channel's own address is added to each answer
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self'],
					'frame-ancestors': ['none']
				}
			}
		})
	],
	test: {
		isolate: false, // files share loaded modules, which took a third of the time
		maxWorkers: 2, // they wait more than they work
		unstubGlobals: true,
		restoreMocks: true,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['src/**/*.test.ts'],
					setupFiles: ['tests/harness/fresh-globals.ts'],
					environment: 'node'
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					globalSetup: ['tests/harness/global-setup.ts'],
					environment: 'node',
					testTimeout: 120_000, // how fast is asked elsewhere
					hookTimeout: 120_000
				}
			},
			{
				extends: true,
				test: {
					name: 'faults',
					include: ['tests/faults/**/*.test.ts'],
					globalSetup: ['tests/harness/global-setup.ts'],
					environment: 'node',
					testTimeout: 120_000,
					hookTimeout: 60_000
				}
			}
		]
	}
});
