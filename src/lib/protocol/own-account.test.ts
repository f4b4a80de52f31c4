import { expect, test } from 'vitest';
import { passwordProblem } from './own-account.ts';

const form = (next: string, { current = 'tham-ngoi-4821', again = next } = {}) =>
	passwordProblem({ current, next, again }, 'leader');

test.each([
	['', 'short'],
	['ngan-4821', 'short'],
	['          x         ', 'short'],
	['x'.repeat(201) + 'abcdefg', 'long'],
	['1234567890', 'simple'],
	['aaaaaaaaaaaa', 'simple'],
	['qwertyuiop', 'simple'],
	['xin-Leader-2025', 'name'],
	['tham-ngoi-4821', 'same'],
	[' tham-ngoi-4821 ', 'same']
])('%j is no new password: %s', (next, why) => {
	expect(form(next)).toEqual({ field: 'next', why });
});

test('what is typed again is the same, however its letters were composed', () => {
	const text = 'con đường nhỏ ven sông';
	expect(form(text)).toBeNull();
	expect(form(text.normalize('NFC'), { again: `${text.normalize('NFD')} ` })).toBeNull();
	expect(form(text, { again: 'con đường nhỏ ven biển' })).toEqual({
		field: 'again',
		why: 'differs'
	});
	expect(form(text, { current: ' ' })).toEqual({ field: 'current', why: 'empty' });
});
