import type { IncomingHttpHeaders } from 'node:http';

interface OriginSettings {
	ORIGIN?: string | undefined;
	TRUST_PROXY: boolean;
}

const first = (header: string | string[] | undefined) =>
	(Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim();

/** The origin under which this request reached us: the setting, else what proxy or client says. */
export function publicOrigin(
	headers: IncomingHttpHeaders,
	encrypted: boolean,
	{ ORIGIN, TRUST_PROXY }: OriginSettings
): string {
	if (ORIGIN) return ORIGIN;
	const forwarded = TRUST_PROXY ? first(headers['x-forwarded-proto']) : undefined;
	const protocol = forwarded === 'https' || (!forwarded && encrypted) ? 'https' : 'http';
	const host = (TRUST_PROXY ? first(headers['x-forwarded-host']) : undefined) ?? headers.host;
	return `${protocol}://${host ?? 'localhost'}`;
}

/**
 * Whether a request that acts with the user's cookie may come in. A page of another origin may not;
 * browsers name theirs in Origin, and where they do not they say Sec-Fetch-Site. A handshake that looks
 * like a browser's but says neither, nor a Referer, is refused; a program that is no browser carries no user's cookie.
 */
export function comesFromUs(headers: IncomingHttpHeaders, ours: string): boolean {
	const { origin } = headers;
	if (origin !== undefined) return origin === ours;
	const site = headers['sec-fetch-site'];
	if (site !== undefined) return site === 'same-origin';
	const { referer } = headers;
	if (referer !== undefined) return URL.canParse(referer) && new URL(referer).origin === ours;
	return !/^Mozilla\//.test(headers['user-agent'] ?? '');
}
