const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|\n|[^\s{}[\],:"]+/g;

/**
 * The line (from 1) on which each value of a JSON text begins, by its path: '' is the whole,
 * `measures.0.key` a key. The text must be valid JSON.
 */
export function jsonLines(text: string): Map<string, number> {
	const lines = new Map<string, number>();
	/** Objects and lists not yet closed; `at` is the place in a list, the key in an object. */
	const open: { path: string; at: string | number | null }[] = [];
	let line = 1;
	for (const [token] of text.matchAll(TOKEN)) {
		const parent = open.at(-1);
		if (token === '\n') line += 1;
		else if (token === '}' || token === ']') open.pop();
		else if (token === ',') {
			if (parent) parent.at = typeof parent.at === 'number' ? parent.at + 1 : null;
		} else if (token !== ':') {
			const isKey = parent?.at === null;
			if (isKey) parent.at = JSON.parse(token) as string;
			const path = parent ? [parent.path, parent.at].filter((part) => part !== '').join('.') : '';
			if (!lines.has(path)) lines.set(path, line); // a value stands where its key does
			if (token === '{') open.push({ path, at: null });
			if (token === '[') open.push({ path, at: 0 });
		}
	}
	return lines;
}

/** The line at which a text stops being JSON; its last when only the end is missing. */
export function brokenLine(text: string): number {
	const lines = text.split('\n');
	let [sound, broken] = [0, lines.length];
	while (broken - sound > 1) {
		const middle = (sound + broken) >> 1;
		if (couldBeJson(lines.slice(0, middle).join('\n') + '\n')) sound = middle;
		else broken = middle;
	}
	return broken;
}

/** Whether a text is the beginning of some JSON: V8 finds no fault but that it ends. */
function couldBeJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch (error) {
		const { message } = error as SyntaxError;
		const position = /at position (\d+)/.exec(message)?.[1];
		return /Unexpected end|Unterminated string/.test(message) || Number(position) === text.length;
	}
}
