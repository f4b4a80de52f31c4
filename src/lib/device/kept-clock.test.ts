import { expect, test } from 'vitest';
import { offsetFrom } from './kept-clock.ts';

const hour = 3_600_000;

test('a clock that was an hour fast is still an hour fast the next day', () => {
	const noon = Date.UTC(2025, 2, 7, 12);
	const kept = { offset: -hour, heard: noon };
	expect(offsetFrom(kept, noon + hour + 24 * hour)).toBe(-hour);
});

test('a clock set back below the last word of the server is taken no further back than that', () => {
	const noon = Date.UTC(2025, 2, 7, 12);
	const now = noon - 10 * hour;
	expect(now + offsetFrom({ offset: 0, heard: noon }, now)).toBe(noon);
});
