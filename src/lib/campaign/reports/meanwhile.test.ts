import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedMeanwhile } from './meanwhile.ts';

const FIELDS = ['birth books', 'birth cases', 'death cases'];
const [birth, death] = ['birth cases', 'death cases'] as const;

test('what was not typed here is taken over, what was typed here is asked about', () => {
	const stood = { [birth]: 50, [death]: 3 };
	const stands = { [birth]: 48, [death]: 4, 'birth books': 1 };
	expect(changedMeanwhile(FIELDS, { stood, stands, typed: { [birth]: 52 } })).toEqual({
		merged: [
			{ field: 'birth books', from: undefined, to: 1 },
			{ field: death, from: 3, to: 4 }
		],
		clashes: [{ field: birth, from: 50, to: 48, typed: 52 }]
	});
});

test('the same number on both sides is nothing to decide', () => {
	const both = { stood: { [birth]: 50 }, stands: { [birth]: 52 }, typed: { [birth]: 52 } };
	expect(changedMeanwhile(FIELDS, both)).toEqual({ merged: [], clashes: [] });
});

test('a change made here alone is no clash', () => {
	const own = { stood: { [birth]: 50 }, stands: { [birth]: 50 }, typed: { [birth]: 52 } };
	expect(changedMeanwhile(FIELDS, own)).toEqual({ merged: [], clashes: [] });
});

test('nothing that differs goes unmentioned, and nothing is mentioned twice', () => {
	const amounts = fc.dictionary(fc.constantFrom(...FIELDS), fc.nat(3));
	fc.assert(
		fc.property(amounts, amounts, amounts, (stood, stands, typed) => {
			const { merged, clashes } = changedMeanwhile(FIELDS, { stood, stands, typed });
			const said = [...merged, ...clashes].map(({ field }) => field);
			expect(new Set(said).size).toBe(said.length);
			for (const field of FIELDS) {
				const unseen = stood[field] !== stands[field];
				// What would be sent over a number that nobody here has seen is always a clash.
				const sent = typed[field] !== undefined && typed[field] !== stands[field];
				expect(clashes.some((one) => one.field === field)).toBe(unseen && sent);
				expect(merged.some((one) => one.field === field)).toBe(
					unseen && typed[field] === undefined
				);
			}
		})
	);
});
