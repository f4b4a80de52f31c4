import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { date, moment } from './fields.ts';
import { line, oneLine, saying, text, tidy } from './text.ts';

const taken = (schema: v.GenericSchema<unknown, string>, given: unknown) => {
	const { success, output, issues } = v.safeParse(schema, given);
	return success ? output : issues[0].message;
};

describe('what people write', () => {
	it.each([
		['NUL', 'a\u0000b', 'text_unseen'],
		['BEL', 'a\u0007b', 'text_unseen'],
		['escape sequences', '\u001B[31mred', 'text_unseen'],
		['half a letter', 'a\uD800b', 'text_unseen'],
		['the other half', '\uDC00', 'text_unseen'],
		['a control character of Latin-1', 'a\u009Bb', 'text_unseen'],
		['a zero-width space alone', '\u200B', 'text_empty'],
		['byte order marks and blanks', ' \uFEFF\u00A0\u3000', 'text_empty'],
		['letters that are blank', '\u3164\u2800\u115F', 'text_empty'],
		['joiners and variations alone', '\u200D\uFE0F', 'text_empty'],
		['too much', 'x'.repeat(21), 'text_too_long'],
		['no text', 5, 'text_expected']
	])('is refused with %s, in one line or several', (_, given, message) => {
		expect(taken(line(20), given)).toBe(message);
		expect(taken(saying(20), given)).toBe(message);
	});

	it.each(['a\rb', 'a\nb', 'a\tb', 'a\u0085b', 'a\u2028b', 'a\u2029b'])(
		'has no line break in a name: %j',
		(given) => {
			expect(taken(line(20), given)).toBe('text_one_line');
		}
	);

	it.each([
		'\u202A',
		'\u202B',
		'\u202C',
		'\u202D',
		'\u202E',
		'\u2066',
		'\u2067',
		'\u2068',
		'\u2069'
	])('does not turn the page round by %j: refused in a name, taken out of a text', (sign) => {
		expect(taken(line(20), `a${sign}b`)).toBe('text_unseen');
		expect(taken(saying(20), `a${sign}b`)).toBe('ab');
		expect(taken(saying(20), sign)).toBe('text_empty');
	});

	it('is kept composed, without what is not seen, with its lines and its emoji', () => {
		expect(taken(line(20), 'Hồ Xá'.normalize('NFD'))).toBe('Hồ Xá');
		expect(taken(line(20), 'e\u200B\u0301')).toBe('é');
		expect(taken(line(20), '\uFEFF Hồ\u200B Xá\u00AD\u2060 ')).toBe('Hồ Xá');
		expect(taken(saying(20), ' a\r\nb\rc\u2028\td\ve\n\n')).toBe('a\nb\nc\n\td\ne');
		for (const emoji of ['👩‍🔧', '❤️', '🇻🇳', '👍🏽']) expect(taken(line(20), emoji)).toBe(emoji);
		expect(taken(text(20), ' \u200B ')).toBe('');
	});

	it('is brought into one line where it was pasted as several', () => {
		expect(oneLine('Máy quét\thỏng\r\n từ sáng ')).toBe('Máy quét hỏng từ sáng');
	});

	test('whatever it is: kept, it is taken as it is, and PostgreSQL could keep it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (given, one) => {
				const schema = one ? line(1000) : text(1000);
				const parsed = v.safeParse(schema, given);
				if (!parsed.success) return;
				expect(tidy(parsed.output)).toBe(parsed.output);
				expect(parsed.output).not.toContain('\0');
				expect(parsed.output.isWellFormed()).toBe(true);
				if (one) expect(parsed.output.trim()).not.toBe('');
			})
		);
	});

	it('takes time in proportion to its length only', () => {
		const long = ` ${'\u200D '.repeat(240_000)}x${' \u200D'.repeat(240_000)}x`;
		expect(taken(text(1_000_000), long)).toMatch(/x$/);
	});
});

describe('days and times', () => {
	it.each([
		'2025-02-31',
		'2025-02-29',
		'0000-01-01',
		'1999-12-31',
		'2101-01-01',
		'2025-13-01',
		'2025-3-1'
	])('%s is no day', (given) => {
		expect(taken(date, given)).toBe('date_expected');
	});
	it.each(['2000-01-01', '2024-02-29', '2100-12-31'])('%s is one', (given) => {
		expect(taken(date, given)).toBe(given);
	});
	it.each([
		'2025-03-01T09:00:00+23:59',
		'2025-03-01T09:00:00-16:00',
		'2025-02-31T09:00:00Z',
		'0000-01-01T00:00:00Z',
		'9999-01-01T00:00:00Z',
		'2025-03-01T09:00:00',
		'2025-03-01T24:00:00Z',
		'2025-03-01T09:00:60Z'
	])('%s is no moment', (given) => {
		expect(taken(moment, given)).toBe('time_expected');
	});
	it.each([
		'2025-03-01T09:00:00+07:00',
		'2025-03-01T09:00:00.123456789Z',
		'2025-03-01 09:00:00-15:59',
		'1970-01-01T00:00:00.000Z'
	])('%s is one', (given) => {
		expect(taken(moment, given)).toBe(given);
	});
});
