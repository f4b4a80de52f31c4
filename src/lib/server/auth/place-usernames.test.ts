import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeUsernames } from './place-usernames.ts';
import { USERNAME } from './sign-in.ts';

test('codes with capitals make user names that the table takes', () => {
	expect([...placeUsernames('commune', ['19330', 'QT-A1', 'x_2.b'])]).toEqual([
		['19330', 'commune-19330'],
		['QT-A1', 'commune-qt-a1'],
		['x_2.b', 'commune-x_2.b']
	]);
});

test('whatever codes a package may have, each makes a name of its own or is named in a sentence', () => {
	const code = fc.stringMatching(/^[\w.-]{1,64}$/);
	fc.assert(
		fc.property(fc.uniqueArray(code, { maxLength: 6 }), (codes) => {
			try {
				const names = [...placeUsernames('commune', codes).values()];
				expect(new Set(names).size).toBe(codes.length);
				for (const name of names) expect(name).toMatch(USERNAME);
			} catch (error) {
				expect(String(error)).toMatch(/make no user name of their own: .+\./);
			}
		})
	);
	expect(() => placeUsernames('commune', ['A1', 'a1'])).toThrow(/A1 and a1/);
	expect(() => placeUsernames('commune', ['x'.repeat(64)])).toThrow(/x{64}/);
});
