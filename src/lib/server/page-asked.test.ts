import { expect, test } from 'vitest';
import { pageAsked } from './page-asked.ts';

const asked = (query: string) =>
	pageAsked(new URL(`http://x/history?${query}`), { usual: 50, most: 250 });

test('a history comes in pages, never whole however much is asked for', () => {
	expect(asked('')).toMatchObject({ limit: 50 });
	expect(asked('').before).toBeGreaterThan(1_000_000);
	expect(asked('before=7&limit=3')).toEqual({ before: 7, limit: 3 });
	expect(asked('limit=999999999').limit).toBe(250);
});

test.each(['limit=0', 'limit=-1', 'limit=1e3', 'before=', 'before=x'])('%s is invalid', (query) => {
	expect(() => asked(query)).toThrow('number_expected');
});
