/** Which folder may use which: an ESLint rule. Cycles of files are oxlint's to find, see .oxlintrc.json. */
import path from 'node:path';

/**
 * What stands in a folder, line by line: a line uses only the lines before it, and those in one line know
 * nothing of each other. Imports of types count. Every folder is named. A file is named where it is made of
 * folders; all other files use and are used freely, such as campaign/board.ts, which says what the board
 * holds of each feature. Tests may look at anything.
 */
const ORDERS = {
	src: [['lib'], ['campaigns', 'docs', 'routes', 'service-worker'], ['cli']],
	'src/lib': [
		['paraglide'],
		['campaign'],
		['protocol'],
		['server', 'live', 'simulation'],
		['device'],
		['components']
	],
	'src/lib/campaign': [
		['calendar', 'places'],
		['status'],
		['reports', 'requests', 'targets'],
		['visits'],
		['campaigns', 'help'],
		['features.ts'],
		['facts.ts'],
		['notices']
	],
	'src/lib/server': [
		['db', 'clockwork', 'limits', 'headers'],
		['log', 'boundaries'],
		['auth'],
		['commands'],
		['reports', 'visits', 'targets', 'notices', 'files'],
		['requests', 'campaigns'],
		['features.ts'],
		['load-board.ts'],
		['realtime', 'workers'],
		['runtime.ts'],
		['http'],
		['run-server.ts']
	],
	'src/lib/components': [
		['words'],
		['account', 'dialogs', 'files', 'shell', 'toolbar'],
		['progress'],
		['outbox'],
		['report'],
		['history'],
		['map', 'review'],
		['visits'],
		['requests'],
		['feed', 'notices', 'today'],
		['header']
	]
};

/** @param {string} file @param {string} base @returns {string | null} what it is in that folder */
function memberOf(file, base) {
	if (!file.startsWith(`${base}/`)) return null;
	return file.slice(base.length + 1).split('/', 1)[0] ?? null;
}

/** @param {string} base @param {string} member @returns its line; -1 for a file without a place */
const lineOf = (base, member) => ORDERS[base].findIndex((line) => line.includes(member));

/** @param {string} file @param {string} source @returns {string | null} the file of ours it names */
function resolve(file, source) {
	if (source.startsWith('#lib/')) return `src/lib/${source.slice('#lib/'.length)}`;
	if (source.startsWith('.')) return path.posix.join(path.posix.dirname(file), source);
	return null;
}

/** @type {import('eslint').Rule.RuleModule} */
export const walls = {
	meta: {
		type: 'problem',
		schema: [],
		messages: {
			upward:
				'{{from}} stands before {{to}} or beside it and must not use it: see ORDERS in walls.js.',
			placeless: '{{base}}/{{member}} has no place yet: give it one in ORDERS in walls.js.'
		}
	},
	create(context) {
		const file = path.relative(context.cwd, context.filename).replaceAll(path.sep, '/');
		const homes = Object.keys(ORDERS).flatMap((base) => {
			const member = memberOf(file, base);
			return member === null ? [] : [{ base, member, line: lineOf(base, member) }];
		});

		function check(node) {
			const source = node?.value ?? node?.literal?.value;
			const target = typeof source === 'string' ? resolve(file, source) : null;
			if (target === null) return;
			for (const { base, member, line } of homes) {
				const other = memberOf(target, base);
				if (line < 0 || other === null || other === member) continue;
				if (lineOf(base, other) < line) continue;
				const data = { from: `${base}/${member}`, to: `${base}/${other}` };
				context.report({ node, messageId: 'upward', data });
			}
		}

		return {
			Program(node) {
				for (const { base, member, line } of homes) {
					if (line >= 0 || file === `${base}/${member}`) continue;
					context.report({ node, messageId: 'placeless', data: { base, member } });
				}
			},
			ImportDeclaration: ({ source }) => check(source),
			ExportNamedDeclaration: ({ source }) => check(source),
			ExportAllDeclaration: ({ source }) => check(source),
			ImportExpression: ({ source }) => check(source),
			TSImportType: ({ source, argument }) => check(source ?? argument)
		};
	}
};
