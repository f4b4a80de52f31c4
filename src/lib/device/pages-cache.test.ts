import { expect, test } from 'vitest';
import { isPage } from './pages-cache.ts';

test.each(['/quang-tri-2025/map', '/quang-tri-2025/report', '/quang-tri-2025/requests/new'])(
	'%s is a page that "/" may lead to',
	(path) => expect(isPage(path)).toBe(true)
);

test.each(['/\\evil.example/map', '/\t/evil.example/map', '//evil.example/map', '/./report'])(
	'%j is none: it would lead away, or to another',
	(path) => expect(isPage(path)).toBe(false)
);
