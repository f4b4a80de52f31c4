import { expect, test } from 'vitest';
import { cleanName, extensionOf } from './file-name.ts';

test.each([
	['Sổ khai sinh 1998.jpg', 'Sổ khai sinh 1998.jpg'],
	['../../etc/passwd.pdf', 'passwd.pdf'],
	['C:\\Ảnh\\sổ.png', 'sổ.png'],
	['hóa\u202Egnp.exe.jpg', 'hóagnp.exe.jpg'],
	['a\r\nSet-Cookie: x.jpg', 'aSet-Cookie_ x.jpg'],
	['..jpg', 'jpg'],
	[' \u0000 ', '']
])('%j is kept as %j', (given, kept) => {
	expect(cleanName(given)).toBe(kept);
});

test('a long name keeps its extension', () => {
	const name = cleanName(`${'ả'.repeat(400)}.jpeg`);
	expect([...name]).toHaveLength(120);
	expect(extensionOf(name)).toBe('jpeg');
});
