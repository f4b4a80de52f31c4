import { DEVICE_DAYS } from './devices.ts';

/** The part of a SvelteKit event that our cookies need. */
export interface CookieEvent {
	url: URL;
	cookies: {
		get(name: string): string | undefined;
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

const day = 86_400;
/** Longer than any session: whoever comes back after a week is told that theirs is over. */
const SESSION_COOKIE = 30 * day;

const PLAIN = 'session';
const DEVICE = 'device';
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
	event.cookies.set(name, token, { ...options(secure), maxAge: SESSION_COOKIE });
}

export function clearSessionCookie(event: CookieEvent): void {
	const secure = isSecure(event);
	event.cookies.delete(PLAIN, options(secure));
	if (secure) event.cookies.delete(HOST_ONLY, options(secure));
}

/** What this browser was given when somebody signed in on it before; see `rememberDevice`. */
export function readDevice(event: CookieEvent): string | null {
	return event.cookies.get(deviceName(event)) ?? null;
}

/** It stays when somebody signs out: it opens nothing, and says only that this browser is no stranger. */
export function setDeviceCookie(event: CookieEvent, secret: string): void {
	const maxAge = DEVICE_DAYS * day;
	event.cookies.set(deviceName(event), secret, { ...options(isSecure(event)), maxAge });
}

const deviceName = (event: CookieEvent) => (isSecure(event) ? `__Host-${DEVICE}` : DEVICE);

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
