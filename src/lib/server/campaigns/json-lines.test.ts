import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLine, jsonLines } from './json-lines.ts';

describe('jsonLines', () => {
	it('finds keys and entries, whatever their texts hold', () => {
		const text = '{\n"a": "x,{\\"\\n[",\n"b": [\n1,\n{ "c":\n[] }, {}\n],\n"d": {}}';
		expect(Object.fromEntries(jsonLines(text))).toEqual({
			...{ '': 1, a: 2, b: 3, 'b.0': 4, 'b.1': 5, 'b.1.c': 5, 'b.2': 6, d: 8 }
		});
	});

	it('finds every key of any JSON', () => {
		const key = fc.stringMatching(/^[a-z]{1,3}$/);
		const { tree } = fc.letrec((tie) => ({
			tree: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), tie('list'), tie('object')),
			list: fc.array(tie('tree')),
			object: fc.dictionary(key, tie('tree'))
		}));
		const pathsOf = (value: unknown, path: string[] = []): string[] => {
			const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
			return [path.join('.'), ...inside.flatMap(([at, item]) => pathsOf(item, [...path, at]))];
		};
		fc.assert(
			fc.property(tree, (value) => {
				const lines = jsonLines(JSON.stringify(value, null, '\t'));
				expect([...lines.keys()].sort()).toEqual(pathsOf(value).sort());
			})
		);
	});
});

describe('brokenLine', () => {
	it.each([
		['{\n"a": 1,\n"b": x\n}', 3],
		['{\n"a": 1\n"b": 2\n}', 3],
		['{\n"a": 1,\n}', 3],
		['{\n"a": "un\n"}', 2],
		['{}\n{}', 2],
		['{\n"a": [\n1', 3],
		['', 1]
	])('%j breaks on line %i', (text, line) => {
		expect(brokenLine(text)).toBe(line);
	});
});
