import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Dependencies point one way: campaign ← protocol ← (server, live ← device) ← components ← routes. */
const wall = (files, ...forbidden) => ({
	files,
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: forbidden.map((group) => ({
					group: [group],
					message:
						'Dependencies point one way: campaign ← protocol ← (server, live ← device) ← components ← routes.'
				}))
			}
		]
	}
});

/** What nothing on the server uses. */
const ALL_OF_SERVER = ['#lib/live/**', '#lib/device/**', '#lib/components/**'];

/** Rooms of the server, and two files between them, each using only what stands before it. */
const ROOMS = [
	['db', 'clockwork'],
	['log'],
	['auth'],
	['commands'],
	['reports', 'requests', 'visits', 'targets', 'notices', 'files'],
	['features.ts'],
	['campaigns'],
	['realtime', 'http', 'workers'],
	['runtime.ts', 'run-server.ts']
];
const wallsBetweenRooms = ROOMS.flatMap((rooms, i) => {
	const above = ROOMS.slice(i + 1)
		.flat()
		.map((room) => (room.endsWith('.ts') ? `../${room}` : `../${room}/**`));
	const files = rooms.filter((room) => !room.endsWith('.ts'));
	if (files.length === 0 || i >= ROOMS.length - 2) return [];
	return wall(
		files.map((room) => `src/lib/server/${room}/**`),
		...ALL_OF_SERVER,
		...above
	);
});

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.data/',
			'node_modules/',
			'src/lib/paraglide/',
			'test-results/'
		]
	},
	js.configs.recommended,
	...ts.configs.recommendedTypeChecked,
	...svelte.configs.recommended,
	{
		languageOptions: {
			globals: { ...globals.browser, ...globals.node },
			parserOptions: {
				projectService: { allowDefaultProject: ['eslint.config.js'] },
				tsconfigRootDir: import.meta.dirname,
				extraFileExtensions: ['.svelte']
			}
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			'@typescript-eslint/only-throw-error': 'off', // SvelteKit's error() and redirect() throw values
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/prefer-svelte-reactivity': 'off', // our dates are replaced whole, never set in place
			'max-lines': ['error', { max: 400 }]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	{ files: ['**/*.js'], ...ts.configs.disableTypeChecked },
	wall(['src/lib/campaign/**'], '#lib/!(campaign)/**', '$app/*', 'node:*'),
	wall(
		['src/lib/protocol/**'],
		'#lib/server/**',
		'#lib/live/**',
		'#lib/device/**',
		'#lib/components/**',
		'$app/*',
		'node:*'
	),
	wall(['src/lib/server/**'], ...ALL_OF_SERVER),
	...wallsBetweenRooms,
	wall(['src/lib/live/**'], '#lib/server/**', '#lib/device/**', '#lib/components/**'),
	wall(['src/lib/device/**'], '#lib/server/**', '#lib/components/**'),
	wall(['src/lib/components/**'], '#lib/server/**'),
	wall(['migrations/**'], '#lib/**')
);
