import { expect, test } from 'vitest';
import { clearSessionCookie, readToken, setSessionCookie, tokenFrom } from './cookie.ts';

test.each([
	[{}, null],
	[{ cookie: 'theme=dark' }, null],
	[{ cookie: 'session=' }, null],
	[{ cookie: 'theme=dark; session=a.b' }, 'a.b'],
	[{ cookie: 'mysession=x.y' }, null],
	[{ cookie: '__Host-session=a.b' }, null],
	[{ cookie: '__Host-session=c.d; session=a.b' }, 'a.b'],
	[{ authorization: 'Bearer a.b' }, 'a.b'],
	[{ authorization: 'bearer  a.b', cookie: 'session=c.d' }, 'a.b'],
	[{ authorization: 'Basic abc', cookie: 'session=c.d' }, 'c.d']
])('%j holds %j', (headers, token) => {
	expect(tokenFrom(headers, false)).toBe(token);
	expect(readToken(new Request('http://x/', { headers }))).toBe(token);
});

test.each([
	[{ cookie: 'session=planted' }, null],
	[{ cookie: '__Host-session=a.b' }, 'a.b'],
	[{ cookie: 'session=planted; __Host-session=a.b' }, 'a.b'],
	[{ cookie: 'session=planted; __Host-session=' }, null],
	[{ authorization: 'Bearer a.b', cookie: 'session=planted' }, 'a.b']
])('over TLS %j holds %j: a plain cookie is nobody’s', (headers, token) => {
	expect(tokenFrom(headers, true)).toBe(token);
	expect(readToken(new Request('https://x/', { headers }))).toBe(token);
});

function jar(address: string) {
	const calls: unknown[][] = [];
	const record =
		(kind: string) =>
		(...call: unknown[]) =>
			void calls.push([kind, ...call]);
	return {
		calls,
		url: new URL(address),
		cookies: { get: () => undefined, set: record('set'), delete: record('delete') }
	};
}

test('behind TLS the cookie is secure and bound to the host', () => {
	const event = jar('https://tiendo.example/login');
	setSessionCookie(event, 'a.b');
	const kept = { path: '/', httpOnly: true, sameSite: 'lax', secure: true };
	expect(event.calls).toEqual([
		['set', '__Host-session', 'a.b', { ...kept, maxAge: 30 * 24 * 3600 }]
	]);
});

test('without TLS it keeps the plain name, which a browser would otherwise refuse', () => {
	const event = jar('http://192.168.1.4:3000/login');
	setSessionCookie(event, 'a.b');
	expect(event.calls[0]?.slice(0, 2)).toEqual(['set', 'session']);
	expect(event.calls[0]?.[3]).toMatchObject({ secure: false, httpOnly: true });
});

test('signing out forgets both names', () => {
	const event = jar('https://tiendo.example/logout');
	clearSessionCookie(event);
	expect(event.calls.map(([, name]) => name)).toEqual(['session', '__Host-session']);
});
