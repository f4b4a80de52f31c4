import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localPath } from './local-path.ts';

test.each(['/', '/quang-tri-2025/map', '/quang-tri-2025/report?date=2025-03-07#birth'])(
	'goes to %s',
	(path) => {
		expect(localPath(path)).toBe(path);
	}
);

test.each([
	null,
	undefined,
	'',
	'map',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/.//evil.example',
	'/.//evil.example/x',
	'/x/..//evil.example',
	'/x/..\\/evil.example',
	'/%2e//evil.example',
	'/x/%2E%2e//evil.example',
	'http://here.invalid//evil.example',
	'https://evil.example',
	'javascript:alert(1)',
	' /map'
])('does not go to %j', (next) => {
	expect(localPath(next)).toBe('/');
});

test('whatever hostile parts a path is made of, it never leaves the site, nor when it is read again', () => {
	const part = fc.constantFrom(
		...['/', '//', '\\', '.', '..', '%2e', '%2F', '%5c', '\t', '\n', '\r', ' ', '\u0000', '@', ':'],
		...['evil.example', 'http:', 'https:', 'javascript:', 'x', '?', '#', '&', '\u3002', '\uff0f']
	);
	const hostile = fc.oneof(
		fc.array(part, { maxLength: 9 }).map((parts) => parts.join('')),
		fc.array(part, { maxLength: 9 }).map((parts) => `/${parts.join('')}`),
		fc.string({ unit: 'binary' }).map((text) => `/${text}`)
	);
	fc.assert(
		fc.property(hostile, (next) => {
			const path = localPath(next);
			expect(localPath(path)).toBe(path);
			if (path === '/') return;
			for (const origin of ['https://tiendo.example', 'http://127.0.0.1:4173']) {
				for (const page of ['/', '/login?next=x', '/quang-tri-2025/requests/3']) {
					const to = new URL(path, origin + page);
					expect(to.origin).toBe(origin);
					expect(to.pathname).not.toMatch(/^\/[/\\]/);
				}
			}
		}),
		{ numRuns: 1_500 }
	);
});
