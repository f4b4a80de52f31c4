import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import { walls } from './walls.js';

/** What these files must not import, by name. Which of our folders may use which is said in walls.js. */
const without = (files, ...group) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns: [{ group }] }] }
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
				projectService: { allowDefaultProject: ['eslint.config.js', 'walls.js'] },
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
	{
		files: ['src/**/*.{ts,svelte}'],
		ignores: ['**/*.test.ts'],
		plugins: { ours: { rules: { walls } } },
		rules: { 'ours/walls': 'error' }
	},
	// What runs everywhere asks neither the browser's framework nor the server's system.
	without(['src/lib/campaign/**', 'src/lib/protocol/**'], '$app/*', 'node:*'),
	without(['migrations/**'], '#lib/**')
);
