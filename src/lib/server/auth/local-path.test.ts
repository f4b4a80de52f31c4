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
	'',
	'map',
	'//evil.example',
	'/\\evil.example',
	'/\t/evil.example',
	'/.//evil.example',
	'https://evil.example',
	'javascript:alert(1)',
	' /map'
])('does not go to %j', (next) => {
	expect(localPath(next)).toBe('/');
});
