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
export function readToken({ headers }: Request): string | null {
	return tokenFrom({
		authorization: headers.get('authorization') ?? undefined,
		cookie: headers.get('cookie') ?? undefined
	});
}

/** As `readToken`, from Node's headers: the socket's handshake. */
export function tokenFrom(headers: { authorization?: string; cookie?: string }): string | null {
	const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
	if (bearer) return bearer;
	const cookies = new Map(
		(headers.cookie ?? '').split(';').map((pair) => {
			const [name = '', ...value] = pair.split('=');
			return [name.trim(), value.join('=').trim()];
		})
	);
	return cookies.get(HOST_ONLY) || cookies.get(PLAIN) || null;
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
