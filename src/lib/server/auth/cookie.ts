import { SESSION_SECONDS } from './sessions.ts';

/** The part of a SvelteKit event that the session's cookie needs. */
export interface CookieEvent {
	url: URL;
	cookies: {
		set(name: string, value: string, options: CookieOptions): void;
		delete(name: string, options: CookieOptions): void;
	};
}

interface CookieOptions {
	path: '/';
	httpOnly: true;
	sameSite: 'lax';
	secure: boolean;
	maxAge?: number;
}

const PLAIN = 'session';
/** Browsers take this name only over TLS, for this host alone, so no neighbour can plant one. */
const HOST_ONLY = '__Host-session';

/** Token of a request: a bearer token if one is given, else the session's cookie. */
export function readToken({ headers, url }: Request): string | null {
	const said = {
		authorization: headers.get('authorization') ?? undefined,
		cookie: headers.get('cookie') ?? undefined
	};
	return tokenFrom(said, url.startsWith('https:'));
}

/**
 * As `readToken`, from Node's headers: the socket's handshake. Over TLS the plain cookie is not believed:
 * whoever holds a neighbouring host, or the network of a plain page, can plant one.
 */
export function tokenFrom(
	headers: { authorization?: string; cookie?: string },
	secure: boolean
): string | null {
	const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
	return bearer ?? cookieOf(headers.cookie, secure ? HOST_ONLY : PLAIN);
}

export function setSessionCookie(event: CookieEvent, token: string): void {
	const secure = isSecure(event);
	const name = secure ? HOST_ONLY : PLAIN;
	event.cookies.set(name, token, { ...options(secure), maxAge: SESSION_SECONDS });
}

export function clearSessionCookie(event: CookieEvent): void {
	const secure = isSecure(event);
	event.cookies.delete(PLAIN, options(secure));
	if (secure) event.cookies.delete(HOST_ONLY, options(secure));
}

const isSecure = ({ url }: CookieEvent): boolean => url.protocol === 'https:';

function options(secure: boolean): CookieOptions {
	return { path: '/', httpOnly: true, sameSite: 'lax', secure };
}

/** A cookie's value; null when it is absent or empty. */
function cookieOf(header: string | undefined, wanted: string): string | null {
	for (const pair of (header ?? '').split(';')) {
		const [name = '', ...value] = pair.split('=');
		if (name.trim() === wanted) return value.join('=').trim() || null;
	}
	return null;
}
