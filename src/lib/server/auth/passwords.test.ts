import { parseOptions } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './passwords.ts';
import { readablePassword } from './readable-password.ts';

test('a hash opens with its password only, however its letters were composed', async () => {
	const hash = await hashPassword('Triệu Thành'.normalize('NFC'));
	expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
	expect(await verifyPassword(hash, 'Triệu Thành'.normalize('NFD'))).toBe(true);
	expect(await verifyPassword(hash, 'Trieu Thanh')).toBe(false);
	expect(await hashPassword('Triệu Thành')).not.toBe(hash);
});

test('an unknown user costs what a known one costs', async () => {
	expect(parseOptions(NOBODYS_HASH)).toMatchObject({
		...parseOptions(await hashPassword('x'))
	});
});

test('demo passwords can be read aloud and do not repeat', () => {
	const passwords = Array.from({ length: 500 }, readablePassword);
	for (const password of passwords) expect(password).toMatch(/^([a-z]{2,6}-){4}\d{4}$/);
	expect(new Set(passwords).size).toBe(500);
});
