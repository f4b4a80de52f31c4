import { expect, test } from 'vitest';
import { comesFromUs, publicOrigin } from './origin.ts';

const ours = 'http://tiendo.example';
const mozilla = 'Mozilla/5.0 (X11; Linux x86_64)';

test.each([
	['our own page', { origin: ours }, true],
	['a page of another origin', { origin: 'http://evil.example' }, false],
	['another port of our host', { origin: `${ours}:8080` }, false],
	['a sandboxed frame', { origin: 'null' }, false],
	['our page polling without Origin', { 'sec-fetch-site': 'same-origin' }, true],
	['a foreign page without Origin', { 'sec-fetch-site': 'cross-site' }, false],
	['a typed address', { 'sec-fetch-site': 'none' }, false],
	['a browser-like client that says nothing', { 'user-agent': mozilla }, false],
	['our page over plain HTTP', { 'user-agent': mozilla, referer: `${ours}/c/map` }, true],
	['a foreign page over plain HTTP', { referer: 'http://evil.example/' }, false],
	['a program that is no browser', { 'user-agent': 'node' }, true],
	['a program without any header', {}, true]
])('%s', (_name, headers, allowed) => {
	expect(comesFromUs(headers, ours)).toBe(allowed);
});

test('the public origin is the setting, then the trusted proxy, then the host', () => {
	const headers = { host: 'a:1', 'x-forwarded-host': 'b', 'x-forwarded-proto': 'https' };
	expect(publicOrigin(headers, false, { ORIGIN: 'https://c', TRUST_PROXY: true })).toBe(
		'https://c'
	);
	expect(publicOrigin(headers, false, { TRUST_PROXY: true })).toBe('https://b');
	expect(publicOrigin(headers, false, { TRUST_PROXY: false })).toBe('http://a:1');
	expect(publicOrigin({ host: 'a' }, true, { TRUST_PROXY: false })).toBe('https://a');
});
