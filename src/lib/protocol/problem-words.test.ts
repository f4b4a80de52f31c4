import { expect, test } from 'vitest';
import errorWords from '../../words/vi/errors.json' with { type: 'json' };
import { COMMANDS } from '#lib/campaign/features.ts';
import { CommandEnvelope } from './commands.ts';
import { Join, Resume } from './frames.ts';
import { isProblemKey, problemMessage } from './problem-words.ts';

/** Every message in a schema, however deep: entries, items, pipes, wrapped schemas. */
function messagesIn(part: unknown, seen = new Set<unknown>()): string[] {
	if (typeof part !== 'object' || part === null || seen.has(part)) return [];
	seen.add(part);
	return Object.entries(part).flatMap(([name, value]) =>
		name === 'message' && typeof value === 'string' ? [value] : messagesIn(value, seen)
	);
}

const used = [...new Set(messagesIn({ COMMANDS, CommandEnvelope, Join, Resume }))];

test('the walk finds the messages of fields, items and wrapped schemas', () => {
	expect(used).toEqual(
		expect.arrayContaining(['input_expected', 'amount_negative', 'time_expected', 'seq_expected'])
	);
});

test.each(used)('%s has words in both languages', (key) => {
	expect(isProblemKey(key)).toBe(true);
	const [vi, en] = (['vi', 'en'] as const).map((locale) => problemMessage(key, {}, locale));
	expect(vi).toBeTruthy();
	expect(en).toBeTruthy();
	expect(vi).not.toBe(en);
	expect(`${vi}${en}`).not.toContain('error_');
});

test('every word for an error can be said', () => {
	const keys = Object.keys(errorWords).map((word) => word.replace(/^error_/, ''));
	expect(keys.filter((key) => !isProblemKey(key))).toEqual([]);
});

test('dates and numbers are written in the language of the reader', () => {
	const params = { from: '2025-03-01', to: '2025-03-20' };
	expect(problemMessage('date_outside_campaign', params, 'vi')).toContain('1/3/2025');
	expect(problemMessage('date_outside_campaign', params, 'en')).toContain('01/03/2025');
	expect(problemMessage('total_below', { before: 1240 }, 'vi')).toContain('1.240');
	expect(problemMessage('total_below', { before: 1240 }, 'en')).toContain('1,240');
});

test('a key nobody wrote words for is still said in words', () => {
	expect(problemMessage('toString', {}, 'en')).toBe(problemMessage('input_expected', {}, 'en'));
});
