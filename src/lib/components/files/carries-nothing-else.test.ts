import { expect, test } from 'vitest';
import { carriesNothingElse } from './carries-nothing-else.ts';

const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const big = (n: number, bytes: number) =>
	Array.from({ length: bytes }, (_, i) => (n >>> (8 * (bytes - 1 - i))) & 255);
const segment = (marker: number, data: number[]) => [
	0xff,
	marker,
	...big(data.length + 2, 2),
	...data
];
const jpeg = (...more: number[][]) =>
	new Uint8Array([
		...[0xff, 0xd8, ...segment(0xe0, letters('JFIF\0'))],
		...more.flat(),
		...[...segment(0xda, [1, 2]), 9, 9, 9, 0xff, 0xd9]
	]);
const chunk = (name: string, data: number[]) => [
	...big(data.length, 4),
	...letters(name),
	...data,
	0,
	0,
	0,
	0
];
const png = (...more: number[][]) =>
	new Uint8Array([
		...[0x89, ...letters('PNG\r\n'), 0x1a, 0x0a, ...chunk('IHDR', [1])],
		...more.flat(),
		...[...chunk('IDAT', [1, 2]), ...chunk('IEND', [])]
	]);
const part = (name: string, data: number[]) => [
	...[...letters(name), ...big(data.length, 4).reverse(), ...data],
	...(data.length % 2 ? [0] : [])
];
const webp = (...parts: number[][]) =>
	new Uint8Array([...letters('RIFF'), 0, 0, 0, 0, ...letters('WEBP'), ...parts.flat()]);

test('a picture and nothing else may go as it is', () => {
	expect(carriesNothingElse(jpeg(), 'image/jpeg')).toBe(true);
	expect(carriesNothingElse(png(), 'image/png')).toBe(true);
	expect(carriesNothingElse(webp(part('VP8 ', [1, 2, 3])), 'image/webp')).toBe(true);
});

test.each([
	['a JPEG with a place (Exif)', jpeg(segment(0xe1, letters('Exif\0\0'))), 'image/jpeg'],
	['a JPEG with words (IPTC)', jpeg(segment(0xed, letters('Photoshop'))), 'image/jpeg'],
	['a JPEG with a comment', jpeg(segment(0xfe, letters('by me'))), 'image/jpeg'],
	['a JPEG with something behind it', new Uint8Array([...jpeg(), 1, 2]), 'image/jpeg'],
	['a PNG with a place', png(chunk('eXIf', [1])), 'image/png'],
	['a PNG with words', png(chunk('tEXt', letters('Author'))), 'image/png'],
	['a WebP with a place', webp(part('VP8 ', [1]), part('EXIF', [1])), 'image/webp'],
	['a file cut short', png().subarray(0, 30), 'image/png'],
	['a JPEG called PNG', jpeg(), 'image/png'],
	['what is no picture we take', new Uint8Array(letters('GIF89a')), 'image/gif']
])('%s may not', (_what, bytes, type) => {
	expect(carriesNothingElse(bytes, type)).toBe(false);
});
