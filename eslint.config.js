import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Dependencies point one way: campaign ← protocol ← (server, live) ← components ← routes. */
const wall = (files, ...forbidden) => ({
	files,
	rules: {
		'no-restricted-imports': [
			'error',
			{
				patterns: forbidden.map((group) => ({
					group: [group],
					message:
						'Dependencies point one way: campaign ← protocol ← server, live ← components ← routes.'
				}))
			}
		]
	}
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
		'#lib/components/**',
		'$app/*',
		'node:*'
	),
	wall(['src/lib/server/**'], '#lib/live/**', '#lib/components/**'),
	wall(['src/lib/live/**'], '#lib/server/**', '#lib/components/**'),
	wall(['src/lib/components/**'], '#lib/server/**'),
	wall(['migrations/**'], '#lib/**')
);
