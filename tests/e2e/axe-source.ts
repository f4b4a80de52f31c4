import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * axe-core's own program with one part replaced: its memory of what it already found out searches a list for
 * every element it looks at, so that 119 rows took it 12 s, nine of them there. Maps give the same answers.
 */
export function axeSource(): string {
	const builder = createRequire(import.meta.url).resolve('@axe-core/playwright');
	const file = createRequire(builder).resolve('axe-core/axe.js');
	let source = readFileSync(file, 'utf8');
	for (const list of LISTS) {
		const replaced = source.replace(list, `$1${MAPS}$2`);
		if (replaced === source) throw new Error('axe-core remembers in another way now: look again');
		source = replaced;
	}
	return source;
}

/** How arguments are found again in `memoizee`, as it is bundled: one argument, and several. */
const LISTS = ['require_get_1', 'require_get_fixed'].map(
	(name) =>
		new RegExp(
			String.raw`(var ${name} = __commonJS\(function\(exports, module\) \{)[\s\S]*?(\n {4}\}\);)`
		)
);
const MAPS = `
	module.exports = (length = 1) => {
		let last = 0;
		let ids = new Map();
		const at = (args) => {
			let level = ids;
			for (let i = 0; i < length - 1; i++) {
				if (!level.has(args[i])) level.set(args[i], new Map());
				level = level.get(args[i]);
			}
			return level;
		};
		return {
			get: (args) => at(args).get(args[length - 1]) ?? null,
			set: (args) => (at(args).set(args[length - 1], ++last), last),
			clear: () => void (ids = new Map())
		};
	};`;
