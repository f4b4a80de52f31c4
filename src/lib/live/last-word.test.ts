import { expect, test } from 'vitest';
import { lastWord } from './last-word.ts';

const board = { asOf: new Date('2025-03-08T16:00:00Z'), now: new Date('2025-03-09T01:00:00Z') };

test('a screen that has not heard the server is as old as what it shows', () => {
	expect(lastWord({ heardAt: null }, board)).toBe(board.asOf);
	expect(lastWord({ heardAt: new Date() }, board)).toBe(board.now);
});
