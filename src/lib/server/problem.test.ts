import { expect, test } from 'vitest';
import { Problem } from './problem.ts';

test('a refusal is known across the copies of the class that build and entry have', async () => {
	const path = './problem.ts?another-copy';
	const other = (await import(path)) as { Problem: typeof Problem };
	expect(other.Problem).not.toBe(Problem);
	expect(new other.Problem('rate_limited')).toBeInstanceOf(Problem);
	expect(new Problem('invalid')).toBeInstanceOf(other.Problem);
	for (const none of [new Error('invalid'), { code: 'invalid' }, null, 'invalid']) {
		expect(none instanceof Problem).toBe(false);
	}
});
