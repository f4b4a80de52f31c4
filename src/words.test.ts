import { expect, test } from 'vitest';
import glossary from '../docs/words.md?raw';

const words = import.meta.glob<Record<string, unknown>>('./words/{vi,en}/*.json', {
	eager: true,
	import: 'default'
});

/** The texts of a message, which has several when it asks for a number or a state. */
function* textsOf(message: unknown): Generator<string> {
	if (typeof message === 'string') yield message;
	else if (message && typeof message === 'object') {
		const { match } = message as { match?: object };
		for (const inner of Object.values(match ?? message)) yield* textsOf(inner);
	}
}
const texts = Object.entries(words).flatMap(([file, messages]) =>
	Object.entries(messages).flatMap(([key, message]) =>
		[...textsOf(message)].map((text) => ({ where: `${file} ${key}`, text }))
	)
);

/** Words of which the glossary says that another is to be used, whatever the sentence. */
const GONE = [
	...['nhả', 'xin nhả', 'nhường', 'trả bớt', 'lượt', 'chuyến đi', 'tắc hẳn', 'bị tắc'],
	...['có thể chờ', 'chia đều', 'hộp thư', 'im lặng', 'không có sổ', 'quyển', 'cuốn', 'trên kệ'],
	...[
		'người giữ',
		'vướng gì?',
		'người làm',
		'chưa ai đến',
		'tin tiếp theo',
		'tin cuối',
		'địa phương'
	],
	...['tuổi', 'thôi', 'long ways']
];

test.for(GONE)('“%s” stands in no text, and the glossary has another word for it', (gone) => {
	const whole = new RegExp(`(?<!\\p{L})${gone.replace('?', '\\?')}(?!\\p{L})`, 'iu');
	const last = glossary.split('\n').map((line) => line.split('|').at(-2) ?? '');
	expect(last.some((cell) => whole.test(cell))).toBe(true);
	expect(texts.filter(({ text }) => whole.test(text))).toEqual([]);
});

test('the words of the glossary stand in texts', () => {
	expect(texts.length).toBeGreaterThan(2000);
	const all = texts.map(({ text }) => text.toLowerCase()).join('\n');
	const used = ['đề nghị trả lại', 'chuyến công tác', 'phải dừng', 'chưa gấp', 'người phụ trách'];
	expect(used.filter((word) => !all.includes(word))).toEqual([]);
});
